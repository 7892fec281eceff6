"""What happens to a secret: asked or given by staff, filled in by a client, read once, taken back, expired.

No deed keeps, logs or tells what it is: history and signals say that there is one, and who.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.people.passwords import fits, hashed
from projectie.tickets.along import goes_along
from projectie.tickets.columns import held
from projectie.tickets.waking import wake
from projectie.whispers.models import Way, Whisper
from projectie.whispers.rules import MOST_WRONG, Facts, State, state_of
from projectie.whispers.sealing import Lock

goes_along(Whisper.ticket_number, Whisper.id)
TO_READ = timedelta(days=7)  # for staff, from when it was filled in


@dataclass(frozen=True, slots=True)
class Wanted:
    """A secret as staff make one: asked of the client, or (with `secret`) given to them."""

    way: Way
    label: str
    days: int
    secret: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads or fills in: a colleague, or whoever has the link; and from what, in words that name nobody."""

    person: int | None
    device: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one reading gave: the secret, or whether the word told by phone was wrong and how often more it may be."""

    secret: str | None
    wrong_word: bool = False
    left: int = 0


class Over(Exception):  # noqa: N818 (a refusal that the page words)
    """There is nothing to read or fill in here, any more."""


def make(ticket: int, wanted: Wanted, lock: Lock, by: int, now: datetime) -> int:
    """Keep a secret, or a place for one, and return its id; raise MissingError."""
    word = hashed(tidied(wanted.word)) if wanted.word else None
    with transaction() as session:
        held(session, ticket)
        made = new(ticket, wanted, lock, by, now)
        made.word_hash = word
        session.add(made)
        session.flush()
        tell(session, f"whisper.{wanted.way.value}", made, by, now)
        return made.id


def new(ticket: int, wanted: Wanted, lock: Lock, by: int, now: datetime) -> Whisper:
    """Return a row, not yet kept."""
    return Whisper(
        ticket_number=ticket,
        way=wanted.way,
        label=wanted.label[:200],
        nonce=secrets.token_hex(16),
        sealed=lock.seal({"secret": wanted.secret}) if wanted.secret else None,
        word_hash=None,
        wrong_words=0,
        made_by_id=by,
        made_at=now,
        expires_at=now + timedelta(days=wanted.days),
        filled_at=None,
        filled_from="",
        read_at=None,
        read_by_id=None,
        read_from="",
        revoked_at=None,
    )


def fill_in(number: int, secret: str, lock: Lock, who: Reader, now: datetime) -> None:
    """Keep what the client was asked for, and let the ticket wake; raise Over."""
    with transaction() as session:
        ticket = held(session, _ticket_of(session, number))
        whisper = _held(session, number)
        if whisper.way is not Way.ASKED or standing(whisper, now) is not State.WAITING:
            raise Over
        whisper.sealed = lock.seal({"secret": secret})
        whisper.filled_at, whisper.filled_from = now, who.device[:100]
        whisper.expires_at = max(whisper.expires_at, now + TO_READ)
        wake(session, ticket, None, now)
        tell(session, "whisper.filled_in", whisper, who.person, now)


def read(number: int, word: str, lock: Lock, who: Reader, now: datetime) -> Told:
    """Return the secret, for the only time: with this reading it is gone. Raises Over when it is not there.

    A wrong word is counted; too many destroy the secret, for then somebody is guessing.
    """
    right = _has_word(number, word)
    with transaction() as session:
        whisper = _held(session, number)
        if standing(whisper, now) is not State.READY or whisper.sealed is None:
            raise Over
        if not right:
            return _wrong(session, whisper, now)
        texts = lock.open(whisper.sealed)
        whisper.sealed, whisper.word_hash = None, None
        whisper.read_at, whisper.read_by_id, whisper.read_from = now, who.person, who.device[:100]
        tell(session, "whisper.read", whisper, who.person, now)
    if texts is None:
        raise Over
    return Told(texts["secret"])


def revoke(ticket: int, number: int, by: int, now: datetime) -> None:
    """Take a secret back, unread; raise MissingError."""
    with transaction() as session:
        whisper = _held(session, number)
        if whisper.ticket_number != ticket:
            raise MissingError(f"secret {number}")
        if standing(whisper, now) in {State.WAITING, State.READY}:
            whisper.sealed, whisper.word_hash, whisper.revoked_at = None, None, now
            tell(session, "whisper.revoked", whisper, by, now)


def forget_expired(session: Session, now: datetime) -> int:
    """Destroy what nobody read in time; return how many."""
    late = (Whisper.sealed.is_not(None), Whisper.expires_at <= now)
    gone = update(Whisper).where(*late).values(sealed=None, word_hash=None).returning(Whisper.id)
    return len(session.scalars(gone).all())


def standing(whisper: Whisper, now: datetime) -> State:
    """Return how a secret stands."""
    # One that was given or moved is there from the beginning, until a reading or its expiry empties it.
    filled = whisper.way is not Way.ASKED or whisper.filled_at is not None
    over = whisper.read_at is not None
    facts = Facts(filled, whisper.expires_at, over, whisper.revoked_at is not None, whisper.wrong_words)
    return state_of(facts, now)


def tell(session: Session, deed: str, whisper: Whisper, by: int | None, now: datetime) -> None:
    """Write down that it happened, and tell colleagues; last in a deed."""
    of, details = ("ticket", whisper.ticket_number), {"whisper": whisper.id}
    history.record(session, at=now, by=by, deed=deed, of=of, details=details)
    announce(session, at=now, kind="ticket", of=whisper.ticket_number, by=by)


def tidied(word: str) -> str:
    """Return a word as it is compared: how it is written down by whoever hears it does not matter."""
    return "".join(word.split()).casefold()


def _wrong(session: Session, whisper: Whisper, now: datetime) -> Told:
    whisper.wrong_words += 1
    left = MOST_WRONG - whisper.wrong_words
    if left <= 0:
        whisper.sealed, whisper.word_hash = None, None
        tell(session, "whisper.guessed", whisper, None, now)
    return Told(None, wrong_word=True, left=left)


def _has_word(number: int, word: str) -> bool:
    """Whether the word fits: compared before anything is locked, since that takes time by design."""
    with transaction() as session:
        kept = session.scalar(select(Whisper.word_hash).where(Whisper.id == number))
    return kept is None or fits(tidied(word), kept)


def _ticket_of(session: Session, number: int) -> int:
    ticket = session.scalar(select(Whisper.ticket_number).where(Whisper.id == number))
    if ticket is None:
        raise MissingError(f"secret {number}")
    return ticket


def _held(session: Session, number: int) -> Whisper:
    whisper = session.get(Whisper, number, with_for_update=True, populate_existing=True)
    if whisper is None:
        raise MissingError(f"secret {number}")
    return whisper
