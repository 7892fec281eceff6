"""A password that stood in a mail is taken out of it and put into a secret for staff.

What is shown and searched no longer holds it; the mail as it came in is kept, as every mail is (R29). The texts of
before are sealed with the decision, so that a manager can put them back.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.database import MissingError, transaction
from projectie.tickets.columns import held
from projectie.tickets.models import MASKED, Direction, Message, Ticket
from projectie.whispers.actions import Over, Wanted, new, tell
from projectie.whispers.covering import (
    cover_subject,
    cover_texts,
    cover_written,
    put_subject_back,
    texts_of,
    write_back,
)
from projectie.whispers.models import PasswordMail, Verdict, Way, Whisper
from projectie.whispers.sealing import Lock
from projectie.whispers.telltale import found

DAYS = 7


@dataclass(frozen=True, slots=True)
class _Cover:
    """What is masked, into which secret it went, by whom and when."""

    tokens: list[str]
    also: dict[str, str]  # sealed with each message: the ticket's subject, where it holds a token
    lock: Lock
    whisper: Whisper
    by: int
    now: datetime


def move(ticket: int, message: int, lock: Lock, by: int, now: datetime) -> int:
    """Mask what seems a password in that message, and wherever else it stands on the ticket; return the secret's id.

    Raises MissingError, or Over when there is nothing to move (any more).
    """
    with transaction() as session:
        card = held(session, ticket)
        mail = _mail(session, ticket, message)
        tokens = found(mail.body_text) or found(mail.reply_text)
        if not tokens:
            raise Over
        lines = "\n".join(dict.fromkeys(each.line for each in tokens))
        whisper = new(ticket, Wanted(Way.MOVED, "", DAYS, secret=lines), lock, by, now)
        session.add(whisper)
        session.flush()
        words = [each.token for each in tokens]
        cover = _Cover(words, cover_subject(card, words), lock, whisper, by, now)
        for each in session.scalars(select(Message).where(Message.ticket_number == ticket)).all():
            _cover(session, each, cover)
        cover_written(session, ticket, words)
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
        card = held(session, ticket)
        _mail(session, ticket, message)
        row = session.get(PasswordMail, message, with_for_update=True, populate_existing=True)
        whisper = session.get(Whisper, row.whisper_id) if row is not None and row.whisper_id else None
        if row is None or row.sealed is None or whisper is None:
            raise MissingError(f"password of message {message}")
        together = select(PasswordMail).where(
            PasswordMail.whisper_id == whisper.id, PasswordMail.sealed.is_not(None)
        )
        for each in session.scalars(together).all():
            _put_back(session, card, each, lock)
            each.verdict, each.by_id, each.at, each.sealed = Verdict.RESTORED, by, now, None
        if whisper.read_at is None and whisper.revoked_at is None:
            whisper.sealed, whisper.revoked_at = None, now
        tell(session, "whisper.put_back", whisper, by, now)


def _put_back(session: Session, card: Ticket, row: PasswordMail, lock: Lock) -> None:
    texts, mail = lock.open(row.sealed or b""), session.get_one(Message, row.message_id)
    if texts is None:
        raise MissingError(f"texts of message {row.message_id}")
    write_back(session, mail, texts)
    put_subject_back(card, texts)
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
    before = texts_of(session, mail)
    if not any(token in text for token in cover.tokens for text in before.values()):
        return
    row = session.get(PasswordMail, mail.id) or _row(mail.id, Verdict.MOVED, cover.by, cover.now)
    row.sealed = row.sealed or cover.lock.seal(before | cover.also)
    row.verdict, row.by_id, row.at, row.whisper_id = Verdict.MOVED, cover.by, cover.now, cover.whisper.id
    session.add(row)
    cover_texts(session, mail, cover.tokens)
    mail.problems = [*(each for each in mail.problems if each != MASKED), MASKED]
