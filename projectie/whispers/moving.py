"""A password that stood in a mail is taken out of it and put into a secret for staff.

What is shown and searched no longer holds it; the mail as it came in is kept, as every mail is (R29). The texts of
before are sealed with the decision, so that a manager can put them back.
"""

from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.database import MissingError, transaction
from projectie.mail.models import OutgoingLetter
from projectie.tickets.columns import held
from projectie.tickets.models import MASKED, Direction, Message
from projectie.tickets.people_models import Forward
from projectie.whispers.actions import Over, Wanted, new, tell
from projectie.whispers.models import PasswordMail, Verdict, Way, Whisper
from projectie.whispers.sealing import Lock
from projectie.whispers.telltale import found, masked

DAYS = 7
_FIELDS = ("body_text", "reply_text", "body_html")
_FORWARDED = ("text", "above", "own_text")


@dataclass(frozen=True, slots=True)
class _Cover:
    """What is masked, into which secret it went, by whom and when."""

    tokens: list[str]
    lock: Lock
    whisper: Whisper
    by: int
    now: datetime


def move(ticket: int, message: int, lock: Lock, by: int, now: datetime) -> int:
    """Mask what seems a password in that message, and wherever else it stands on the ticket; return the secret's id.

    Raises MissingError, or Over when there is nothing to move (any more).
    """
    with transaction() as session:
        held(session, ticket)
        mail = _mail(session, ticket, message)
        tokens = found(mail.body_text) or found(mail.reply_text)
        if not tokens:
            raise Over
        lines = "\n".join(dict.fromkeys(each.line for each in tokens))
        whisper = new(ticket, Wanted(Way.MOVED, "", DAYS, secret=lines), lock, by, now)
        session.add(whisper)
        session.flush()
        cover = _Cover([each.token for each in tokens], lock, whisper, by, now)
        for each in session.scalars(select(Message).where(Message.ticket_number == ticket)).all():
            _cover(session, each, cover)
        _cover_letters(session, ticket, cover.tokens)
        tell(session, "whisper.moved", whisper, by, now)
        return whisper.id


def dismiss(ticket: int, message: int, by: int, now: datetime) -> None:
    """Decide that a message holds no password; raise MissingError."""
    with transaction() as session:
        _mail(session, ticket, message)
        row = session.get(PasswordMail, message, with_for_update=True)
        if row is None:
            session.add(_row(message, Verdict.DISMISSED, by, now))


def restore(ticket: int, message: int, lock: Lock, by: int, now: datetime) -> None:
    """Put back what was masked, and destroy the secret; raise MissingError where nothing was moved."""
    with transaction() as session:
        held(session, ticket)
        _mail(session, ticket, message)
        row = session.get(PasswordMail, message, with_for_update=True, populate_existing=True)
        whisper = session.get(Whisper, row.whisper_id) if row is not None and row.whisper_id else None
        if row is None or row.sealed is None or whisper is None:
            raise MissingError(f"password of message {message}")
        together = select(PasswordMail).where(
            PasswordMail.whisper_id == whisper.id, PasswordMail.sealed.is_not(None)
        )
        for each in session.scalars(together).all():
            _put_back(session, each, lock)
            each.verdict, each.by_id, each.at, each.sealed = Verdict.RESTORED, by, now, None
        if whisper.read_at is None and whisper.revoked_at is None:
            whisper.sealed, whisper.revoked_at = None, now
        tell(session, "whisper.put_back", whisper, by, now)


def _put_back(session: Session, row: PasswordMail, lock: Lock) -> None:
    texts, mail = lock.open(row.sealed or b""), session.get_one(Message, row.message_id)
    if texts is None:
        raise MissingError(f"texts of message {row.message_id}")
    _write(mail, _FIELDS, texts)
    if (forward := session.get(Forward, row.message_id)) is not None:
        _write(forward, _FORWARDED, {name.removeprefix("forward."): text for name, text in texts.items()})
    mail.problems = [each for each in mail.problems if each != MASKED]


def _mail(session: Session, ticket: int, message: int) -> Message:
    mail = session.get(Message, message, populate_existing=True)
    if mail is None or mail.ticket_number != ticket or mail.direction is not Direction.IN:
        raise MissingError(f"message {message}")
    return mail


def _row(message: int, verdict: Verdict, by: int, now: datetime) -> PasswordMail:
    return PasswordMail(message_id=message, verdict=verdict, by_id=by, at=now, whisper_id=None, sealed=None)


def _cover(session: Session, mail: Message, cover: _Cover) -> None:
    """Mask a message that holds one of the tokens; its texts of before are sealed, those of the first time."""
    tokens = cover.tokens
    forward = session.get(Forward, mail.id)
    before = {name: getattr(mail, name) or "" for name in _FIELDS}
    before |= {f"forward.{name}": getattr(forward, name) for name in _FORWARDED} if forward else {}
    if not any(token in text for token, text in _pairs(tokens, before)):
        return
    row = session.get(PasswordMail, mail.id) or _row(mail.id, Verdict.MOVED, cover.by, cover.now)
    row.sealed = row.sealed or cover.lock.seal(before)
    row.verdict, row.by_id, row.at, row.whisper_id = Verdict.MOVED, cover.by, cover.now, cover.whisper.id
    session.add(row)
    mail.body_text, mail.reply_text = masked(mail.body_text, tokens), masked(mail.reply_text, tokens)
    mail.body_html = masked_html(mail.body_html, tokens)
    mail.problems = [*(each for each in mail.problems if each != MASKED), MASKED]
    for name in _FORWARDED if forward else ():
        setattr(forward, name, masked(getattr(forward, name), tokens))


def _cover_letters(session: Session, ticket: int, tokens: list[str]) -> None:
    """Mask it in what we wrote, for a reply quotes what it answers; a letter that is still to go goes without it."""
    for letter in session.scalars(select(OutgoingLetter).where(OutgoingLetter.thread == ticket)):
        letter.body_text = masked(letter.body_text, tokens)
        letter.body_html = masked_html(letter.body_html, tokens)


def masked_html(html: str | None, tokens: list[str]) -> str | None:
    """Return HTML with the tokens covered; none at all where one is cut up by tags: the text says the same."""
    if html is None:
        return None
    forms = chain.from_iterable((t, escape(t), escape(t, quote=False)) for t in tokens)
    covered = masked(html, forms)
    words = "".join(unescape(_without_tags(covered)).split())
    return None if any(token in words for token in tokens) else covered


def _without_tags(html: str) -> str:
    return "".join(part.rpartition(">")[2] for part in html.split("<"))


def _pairs(tokens: list[str], texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(token, text) for token in tokens for text in texts.values()]


def _write(row: Message | Forward, names: tuple[str, ...], texts: dict[str, str]) -> None:
    for name in names:
        if name in texts:
            setattr(row, name, texts[name] or (None if name == "body_html" else ""))
