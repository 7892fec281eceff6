"""Secrets as they are listed and found: never their content."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.people.models import Person
from projectie.private_links import fits, number_in, token_for
from projectie.tickets.models import Ticket
from projectie.tickets.waking import is_closed
from projectie.whispers.actions import standing
from projectie.whispers.models import PasswordMail, Verdict, Way, Whisper
from projectie.whispers.rules import State

PURPOSE = "whisper"


@dataclass(frozen=True, slots=True)
class Shown:
    """A secret as staff see it listed; `token` opens it for the client, where there is something to open."""

    id: int
    way: Way
    label: str
    state: State
    token: str | None
    has_word: bool
    expires_at: datetime
    read_at: datetime | None
    reader: str
    device: str  # it was read from
    filled: bool  # there was something to read


@dataclass(frozen=True, slots=True)
class Opened:
    """What whoever has the link may do: fill in or read, once."""

    id: int
    way: Way
    label: str
    has_word: bool
    expires_at: datetime


def secrets_of(session: Session, ticket: int, key: str, now: datetime) -> list[Shown]:
    """Return the secrets of a ticket, newest first."""
    rows = session.execute(
        select(Whisper, Person.name)
        .outerjoin(Person, Person.id == Whisper.read_by_id)
        .where(Whisper.ticket_number == ticket)
        .order_by(Whisper.id.desc())
    )
    return [_shown(whisper, reader or "", key, now) for whisper, reader in rows]


def opened(session: Session, token: str, key: str, now: datetime) -> Opened | None:
    """Return what a token opens; a wrong, used, expired or revoked one opens nothing."""
    number = number_in(token)
    whisper = session.get(Whisper, number, populate_existing=True) if number is not None else None
    if whisper is None or not fits(token, PURPOSE, whisper.id, whisper.nonce, key):
        return None
    if standing(whisper, now) is not _OPEN.get(whisper.way):
        return None
    asked = whisper.way is Way.ASKED  # what is filled in goes to a ticket somebody is on
    if asked and is_closed(session, session.get_one(Ticket, whisper.ticket_number), now):
        return None
    return Opened(whisper.id, whisper.way, whisper.label, whisper.word_hash is not None, whisper.expires_at)


def decided(session: Session, messages: Collection[int]) -> dict[int, Verdict]:
    """Return what was decided about these messages."""
    if not messages:
        return {}
    rows = select(PasswordMail.message_id, PasswordMail.verdict).where(PasswordMail.message_id.in_(messages))
    return dict(session.execute(rows).all())


_OPEN = {Way.ASKED: State.WAITING, Way.GIVEN: State.READY}  # to whoever has the link


def _shown(whisper: Whisper, reader: str, key: str, now: datetime) -> Shown:
    state = standing(whisper, now)
    opens = state is _OPEN.get(whisper.way)
    return Shown(
        id=whisper.id,
        way=whisper.way,
        label=whisper.label,
        state=state,
        token=token_for(PURPOSE, whisper.id, whisper.nonce, key) if opens else None,
        has_word=whisper.word_hash is not None,
        expires_at=whisper.expires_at,
        read_at=whisper.read_at,
        reader=reader,
        device=whisper.read_from,
        filled=whisper.way is not Way.ASKED or whisper.filled_at is not None,
    )
