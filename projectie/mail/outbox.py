"""The outbox: a letter is a row in the transaction that caused it; the worker sends it, later, once or again."""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from projectie.database import db, is_sqlite, transaction
from projectie.mail.delivery import Delivery
from projectie.mail.models import LetterFile, LetterState, OutgoingLetter
from projectie.mail.transport import Away, Refused, Transport, Unreachable

LEASE = timedelta(minutes=10)  # longer than the slowest session: each of its steps ends after half a minute
LONGEST_WAIT = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=1)  # then somebody must know that it did not arrive
MOST_ATTEMPTS = 13  # as many as fit in that day
Contents = Callable[[str], bytes]  # the bytes of a file by its hash
Lost = Callable[[Session, int, datetime], None]  # told of a conversation whose letter failed
Read = Callable[[str], bytes]  # the bytes of an enclosure by their hash
COPIED = (
    "key",
    "thread",
    "from_name",
    "from_address",
    "to_name",
    "to_address",
    "body_text",
    "body_html",
    "calendar",
    "language",
)


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
    thread: int | None = None  # the conversation it belongs to
    calendar: str | None = None  # what mail programs put in a calendar (RFC 5546)


@dataclass(frozen=True, slots=True)
class Queued:
    """A letter that is in the outbox."""

    id: int
    message_id: str
    created_at: datetime


_QUEUED = (OutgoingLetter.id, OutgoingLetter.message_id, OutgoingLetter.created_at)
_ON_SQLITE = sqlite.insert(OutgoingLetter).on_conflict_do_nothing().returning(*_QUEUED)
_ON_POSTGRESQL = postgresql.insert(OutgoingLetter).on_conflict_do_nothing().returning(*_QUEUED)
_KNOWN = select(*_QUEUED).where(OutgoingLetter.key == bindparam("cause"))


def queue(
    session: Session,
    draft: Draft,
    now: datetime,
    due_at: datetime | None = None,
    *,
    not_before: datetime | None = None,
) -> Queued:
    """Add the letter to the open transaction; the same key again returns the letter of the first time.

    It is sent once it is due; `not_before` is the moment a person chose, which nobody hurries.
    """
    desk = session.connection()
    unless_known = _ON_SQLITE if is_sqlite(session) else _ON_POSTGRESQL
    row = desk.execute(unless_known, _row(draft, now, due_at or now, not_before)).first()
    return Queued(*(row or desk.execute(_KNOWN, {"cause": draft.key}).one()))


def _row(draft: Draft, now: datetime, due_at: datetime, not_before: datetime | None) -> dict[str, Any]:
    return {
        **{name: getattr(draft, name) for name in COPIED},
        "message_id": _message_id(draft, now),
        "subject": " ".join(draft.subject.split())[:998],
        "headers": dict(draft.headers),
        "state": LetterState.QUEUED,
        "attempts": 0,
        "due_at": max(due_at, not_before or due_at),
        "not_before": not_before,
        "created_at": now,
    }


def _message_id(draft: Draft, now: datetime) -> str:
    """Return a Message-ID made of the whole letter and its moment: no other letter has it, and it is no accident."""
    digest = hashlib.sha256(repr((draft, now)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"<{digest[:32]}@{draft.from_address.rpartition('@')[2] or 'localhost'}>"


def new_message_id(from_address: str) -> str:
    """Return a Message-ID of our own domain that nobody has used."""
    return f"<{secrets.token_hex(16)}@{from_address.rpartition('@')[2] or 'localhost'}>"


def _no_store(digest: str) -> bytes:
    """Stand in for a store that nobody gave: a letter never leaves without its files."""
    raise FileNotFoundError(digest)


def send_due(
    transport: Transport,
    now: datetime,
    *,
    impatient: bool = False,
    most: int = 100,
    watch: Callable[[], float] = time.monotonic,
    lost: Lost = lambda _session, _thread, _now: None,
    contents: Contents = _no_store,
) -> int:
    """Send every letter that is due (impatient: also those that wait for another try); return how many left.

    A server that is away, or so slow that it hangs, ends the round: the letter it took out goes to the end of the
    queue, and the others, and all else that the worker does, need not wait for each to fail alike.
    `watch` says, in seconds, how time passes meanwhile; `lost` is told, within the deed, whose letter failed for good;
    `contents` reads the files that go along.
    """
    begun, sent = watch(), 0
    for number in _due(now, impatient=impatient, most=most):
        then = now + timedelta(seconds=watch() - begun)  # a slow server must not eat up the leases
        letter = _lease(number, then, impatient=impatient)
        if letter is not None:
            try:
                sent += _send(letter, transport, then, lost, contents)
            except Away:
                break
    return sent


def _due(now: datetime, *, impatient: bool, most: int) -> list[int]:
    waiting = select(OutgoingLetter.id).where(
        OutgoingLetter.state == LetterState.QUEUED, _free(now), _chosen(now)
    )
    if not impatient:
        waiting = waiting.where(OutgoingLetter.due_at <= now)
    numbers = list(db.session.scalars(waiting.order_by(OutgoingLetter.due_at, OutgoingLetter.id).limit(most)))
    db.session.rollback()  # nothing may be held while a mail server thinks
    return numbers


def _free(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which no other worker is at it."""
    return OutgoingLetter.leased_until.is_(None) | (OutgoingLetter.leased_until <= now)


def _chosen(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which the moment that somebody chose has come."""
    return OutgoingLetter.not_before.is_(None) | (OutgoingLetter.not_before <= now)


def _lease(number: int, now: datetime, *, impatient: bool) -> Delivery | None:
    """Take a letter for ourselves for a while, so that two workers never send it both."""
    mine = select(OutgoingLetter).where(
        OutgoingLetter.id == number, OutgoingLetter.state == LetterState.QUEUED, _free(now), _chosen(now)
    )
    with transaction() as session:
        letter = session.scalars(mine.with_for_update().execution_options(populate_existing=True)).first()
        if letter is None or (letter.due_at > now and not impatient):
            return None
        letter.leased_until = now + LEASE
        files = select(LetterFile).where(LetterFile.letter_id == number).order_by(LetterFile.id)
        return Delivery.of(letter, session.scalars(files).all())


def _send(delivery: Delivery, transport: Transport, now: datetime, lost: Lost, contents: Contents) -> int:
    """Send one letter and write down what became of it; raise Away, after that, where no other can go now."""
    try:
        transport.deliver(_whole(delivery, contents))
    except Refused as error:
        _finish(delivery.letter_id, LetterState.FAILED, now, str(error), lost)
    except Unreachable as error:
        _finish(delivery.letter_id, LetterState.QUEUED, now, str(error), lost)
        if isinstance(error, Away):
            raise
    else:
        _finish(delivery.letter_id, LetterState.SENT, now, None, lost)
        return 1
    return 0


def _whole(delivery: Delivery, contents: Contents) -> Delivery:
    try:
        return delivery.filled(contents)
    except OSError as error:
        raise Unreachable(f"its files cannot be read: {type(error).__name__}") from error


def _finish(number: int, state: LetterState, now: datetime, error: str | None, lost: Lost) -> None:
    with transaction() as session:
        letter = session.get_one(OutgoingLetter, number, with_for_update=True, populate_existing=True)
        letter.attempts += 1
        letter.leased_until = None
        if state is LetterState.SENT:
            letter.state, letter.sent_at, letter.last_error = LetterState.SENT, now, None
        elif letter.state is LetterState.QUEUED:  # unless it was withdrawn, or a slower worker did send it
            letter.last_error = error[:500] if error else None
            letter.state = LetterState.FAILED if _is_hopeless(letter, now) else state
            letter.due_at = now + _wait(letter.attempts, letter.message_id)
            if letter.state is LetterState.FAILED and letter.thread is not None:
                lost(session, letter.thread, now)


def _is_hopeless(letter: OutgoingLetter, now: datetime) -> bool:
    since = letter.not_before or letter.created_at
    return letter.attempts >= MOST_ATTEMPTS and now - since >= GIVE_UP_AFTER


def _wait(attempts: int, seed: str) -> timedelta:
    """Return how long to wait before the next try: doubling from one minute, up to four hours, a little apart."""
    spread = 1 + hashlib.sha256(f"{seed}{attempts}".encode()).digest()[0] / 1024  # not all at one moment
    return min(timedelta(minutes=2 ** min(attempts - 1, 12)), LONGEST_WAIT) * spread


def send_again(session: Session, letter: OutgoingLetter, now: datetime) -> None:
    """Put a failed letter back in the queue, with its own Message-ID (R34)."""
    letter.state, letter.due_at, letter.attempts, letter.last_error = LetterState.QUEUED, now, 0, None
    letter.created_at, letter.not_before, letter.sent_at = now, None, None
    session.flush()
