"""The outbox: a letter is a row in the transaction that caused it; the worker sends it, later, once or again."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.database import db, transaction
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.mail.transport import Delivery, Refused, Transport, Unreachable

LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to one recipient, before it is queued; `key` names its cause, so that it is queued once."""

    key: str
    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    body_text: str
    language: str
    body_html: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


def queue(session: Session, draft: Draft, now: datetime, due_at: datetime | None = None) -> OutgoingLetter:
    """Add the letter to the open transaction and return it; the same key again returns the letter of the first time."""
    earlier = session.scalars(select(OutgoingLetter).where(OutgoingLetter.key == draft.key)).first()
    if earlier is not None:
        return earlier
    letter = OutgoingLetter(
        key=draft.key,
        message_id=_message_id(draft, now),
        from_name=draft.from_name,
        from_address=draft.from_address,
        to_name=draft.to_name,
        to_address=draft.to_address,
        subject=" ".join(draft.subject.split())[:998],
        body_text=draft.body_text,
        body_html=draft.body_html,
        headers=dict(draft.headers),
        language=draft.language,
        state=LetterState.QUEUED,
        attempts=0,
        due_at=due_at or now,
        leased_until=None,
        last_error=None,
        created_at=now,
        sent_at=None,
    )
    session.add(letter)
    session.flush()
    return letter


def _message_id(draft: Draft, now: datetime) -> str:
    """Return a Message-ID made of the whole letter and its moment: no other letter has it, and it is no accident."""
    digest = hashlib.sha256(repr((draft, now)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"<{digest[:32]}@{draft.from_address.rpartition('@')[2] or 'localhost'}>"


def new_message_id(from_address: str) -> str:
    """Return a Message-ID of our own domain that nobody has used."""
    return f"<{secrets.token_hex(16)}@{from_address.rpartition('@')[2] or 'localhost'}>"


def send_due(transport: Transport, now: datetime, *, impatient: bool = False, most: int = 100) -> int:
    """Send every letter that is due (impatient: also those that wait for another try); return how many left."""
    sent = 0
    for number in _due(now, impatient=impatient, most=most):
        letter = _lease(number, now, impatient=impatient)
        if letter is not None:
            sent += _send(letter, transport, now)
    return sent


def _due(now: datetime, *, impatient: bool, most: int) -> list[int]:
    waiting = select(OutgoingLetter.id).where(OutgoingLetter.state == LetterState.QUEUED)
    if not impatient:
        waiting = waiting.where(OutgoingLetter.due_at <= now)
    numbers = list(db.session.scalars(waiting.order_by(OutgoingLetter.due_at, OutgoingLetter.id).limit(most)))
    db.session.rollback()  # nothing may be held while a mail server thinks
    return numbers


def _lease(number: int, now: datetime, *, impatient: bool) -> Delivery | None:
    """Take a letter for ourselves for a while, so that two workers never send it both."""
    with transaction() as session:
        letter = session.get(OutgoingLetter, number, with_for_update=True, populate_existing=True)
        if letter is None or letter.state != LetterState.QUEUED or (letter.due_at > now and not impatient):
            return None
        if letter.leased_until is not None and letter.leased_until > now:
            return None
        letter.leased_until = now + LEASE
        return Delivery.of(letter)


def _send(delivery: Delivery, transport: Transport, now: datetime) -> int:
    try:
        transport.deliver(delivery)
    except Refused as error:
        _finish(delivery.letter_id, LetterState.FAILED, now, str(error))
    except Unreachable as error:
        _finish(delivery.letter_id, LetterState.QUEUED, now, str(error))
    else:
        _finish(delivery.letter_id, LetterState.SENT, now, None)
        return 1
    return 0


def _finish(number: int, state: LetterState, now: datetime, error: str | None) -> None:
    with transaction() as session:
        letter = session.get_one(OutgoingLetter, number, populate_existing=True)
        letter.attempts += 1
        letter.leased_until = None
        letter.last_error = error[:500] if error else None
        letter.state = state
        if state == LetterState.SENT:
            letter.sent_at = now
        elif state == LetterState.QUEUED and now - letter.created_at >= GIVE_UP_AFTER:
            letter.state = LetterState.FAILED
        elif state == LetterState.QUEUED:
            letter.due_at = now + _wait(letter.attempts, letter.message_id)


def _wait(attempts: int, seed: str) -> timedelta:
    """Return how long to wait before the next try: doubling from one minute, up to six hours, a little apart."""
    spread = 1 + hashlib.sha256(f"{seed}{attempts}".encode()).digest()[0] / 1024  # not all at one moment
    return min(timedelta(minutes=2 ** min(attempts - 1, 12)), LONGEST_WAIT) * spread


def send_again(session: Session, letter: OutgoingLetter, now: datetime) -> None:
    """Put a failed letter back in the queue, with its own Message-ID (R34)."""
    letter.state, letter.due_at, letter.attempts, letter.last_error = LetterState.QUEUED, now, 0, None
    letter.created_at = now
    session.flush()
