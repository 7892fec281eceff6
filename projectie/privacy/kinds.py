"""What is not kept for ever: for each kind which rows are too old, and how they are emptied or removed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from projectie.history import History
from projectie.mail.models import LetterFile, LetterState, OutgoingLetter, RawMail
from projectie.privacy.mentions import DASH
from projectie.tickets.models import Attachment, Delivery, Fate, MailWord, Message, Note, Ticket
from projectie.tickets.people_models import Forward
from projectie.urgent.models import Consent

SIGN_INS = ("browser.signed_in", "browser.signed_out", "person.sign_in_braked")
AUTOMATIC = (Fate.BOUNCE, Fate.AUTO)
Found = Callable[[datetime], Select[int]]
Remove = Callable[[Session, Sequence[int], datetime], set[str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data: which rows are too old at a moment, what is done to them, and the fewest days it may be kept."""

    key: str
    found: Found
    remove: Remove
    fewest: int = 1


def _raw(*where: object) -> Select[int]:
    joined = select(RawMail.id).join(Message, Message.raw_id == RawMail.id)
    return joined.where(RawMail.erased_at.is_(None), *where)  # type: ignore[arg-type]


def _spam(before: datetime) -> Select[int]:
    return _raw(Message.fate == Fate.SPAM, Message.received_at < before)


def _automatic(before: datetime) -> Select[int]:
    return _raw(Message.fate.in_(AUTOMATIC), Message.received_at < before)


def _originals(before: datetime) -> Select[int]:
    old = _raw(Ticket.done_at < before)
    return old.join(Ticket, Ticket.number == Message.ticket_number)


def _files(before: datetime) -> Select[int]:
    found = select(Attachment.id).join(Message).join(Ticket, Ticket.number == Message.ticket_number)
    waits = select(Delivery.message_id).join(OutgoingLetter, OutgoingLetter.id == Delivery.letter_id)
    unsent = Attachment.message_id.in_(waits.where(OutgoingLetter.state == LetterState.QUEUED))
    return found.where(Ticket.done_at < before, Attachment.sha256 != "", ~unsent)


def _texts(before: datetime) -> Select[int]:
    """Requests of which something is left to read; a mail that agreed to costs is evidence, and stays (R15)."""
    said = exists().where(Message.ticket_number == Ticket.number, *_readable())
    noted = exists().where(Note.ticket_number == Ticket.number, Note.body != DASH)
    return select(Ticket.number).where(Ticket.done_at < before, or_(said, noted))


def _readable() -> tuple[ColumnElement[bool], ...]:
    agreed = exists().where(Consent.message_id == Message.id)
    return Message.body_text != DASH, Message.fate.is_distinct_from(Fate.CONSENT), ~agreed


def _letters(before: datetime) -> Select[int]:
    over = OutgoingLetter.state.in_((LetterState.SENT, LetterState.WITHDRAWN))
    return select(OutgoingLetter.id).where(
        over, OutgoingLetter.created_at < before, OutgoingLetter.body_text != DASH
    )


def _sign_ins(before: datetime) -> Select[int]:
    return select(History.id).where(History.deed.in_(SIGN_INS), History.at < before)


def _history(before: datetime) -> Select[int]:
    return select(History.id).where(History.at < before)


def _forget_raw(session: Session, ids: Sequence[int], now: datetime) -> set[str]:
    session.execute(update(RawMail).where(RawMail.id.in_(ids)).values(erased_at=now))
    return set(session.scalars(select(RawMail.sha256).where(RawMail.id.in_(ids))))


def _forget_mail(session: Session, ids: Sequence[int], now: datetime) -> set[str]:
    """Raw mail, files and texts: of spam only that it came in stays."""
    messages = list(session.scalars(select(Message.id).where(Message.raw_id.in_(ids))))
    files = list(session.scalars(select(Attachment.id).where(Attachment.message_id.in_(messages))))
    texts = {"body_text": DASH, "reply_text": DASH, "body_html": None, "subject": DASH, "from_name": ""}
    session.execute(update(Message).where(Message.id.in_(messages)).values(**texts))
    session.execute(delete(MailWord).where(MailWord.message_id.in_(messages)))
    return _forget_raw(session, ids, now) | _forget_files(session, files, now)


def _forget_texts(session: Session, ids: Sequence[int], now: datetime) -> set[str]:
    """Of what was said on requests only who, when, and that something was said."""
    theirs = select(Message.id).where(Message.ticket_number.in_(ids), *_readable())
    messages = list(session.scalars(theirs))
    texts = {"body_text": DASH, "reply_text": DASH, "body_html": None}
    passed_on = {"text": DASH, "above": DASH, "own_text": DASH, "subject": DASH}
    session.execute(update(Message).where(Message.id.in_(messages)).values(**texts))
    session.execute(update(Forward).where(Forward.message_id.in_(messages)).values(**passed_on))
    session.execute(delete(MailWord).where(MailWord.message_id.in_(messages)))
    session.execute(update(Note).where(Note.ticket_number.in_(ids)).values(body=DASH))
    raws = select(RawMail.id).join(Message, Message.raw_id == RawMail.id).where(Message.id.in_(messages))
    return _forget_raw(session, list(session.scalars(raws.where(RawMail.erased_at.is_(None)))), now)


def _forget_files(session: Session, ids: Sequence[int], now: datetime) -> set[str]:
    del now
    digests = set(session.scalars(select(Attachment.sha256).where(Attachment.id.in_(ids))))
    sent = select(Delivery.letter_id).join(Attachment, Attachment.message_id == Delivery.message_id)
    enclosed = LetterFile.letter_id.in_(sent.where(Attachment.id.in_(ids))), LetterFile.sha256.in_(digests)
    session.execute(update(LetterFile).where(*enclosed).values(sha256="", size=0))
    session.execute(update(Attachment).where(Attachment.id.in_(ids)).values(sha256="", size=0))
    return digests - {""}


def _forget_letters(session: Session, ids: Sequence[int], now: datetime) -> set[str]:
    del now
    texts = {"body_text": DASH, "body_html": None}
    session.execute(update(OutgoingLetter).where(OutgoingLetter.id.in_(ids)).values(**texts))
    return set()


def _forget_history(session: Session, ids: Sequence[int], now: datetime) -> set[str]:
    del now
    session.execute(delete(History).where(History.id.in_(ids)))
    return set()


# `events` is not among them: the worker forgets signals each hour, by the same figure.
KINDS = (
    Kind("spam", _spam, _forget_mail),
    Kind("automatic", _automatic, _forget_raw),
    Kind("originals", _originals, _forget_raw),
    Kind("files", _files, _forget_files),
    Kind("texts", _texts, _forget_texts, fewest=90),
    Kind("letters", _letters, _forget_letters, fewest=30),
    Kind("sign_ins", _sign_ins, _forget_history, fewest=30),
    Kind("history", _history, _forget_history, fewest=365),
)
EVENTS, COPIES = "events", "copies"  # the last by the worker that makes them
FEWEST = {kind.key: kind.fewest for kind in KINDS} | {EVENTS: 1, COPIES: 1}
