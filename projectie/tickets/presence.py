"""Who has a ticket before them: a row that runs out, so that whoever vanishes is gone in a minute, in every process."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from projectie.database import MissingError, is_sqlite, transaction
from projectie.live.announce import announce
from projectie.tickets.models import Ticket
from projectie.tickets.writing_models import Presence

HEARTBEAT = timedelta(seconds=20)
LASTS = 2 * HEARTBEAT + timedelta(seconds=5)  # one heartbeat may be lost
_ON_SQLITE = sqlite.insert(Presence).on_conflict_do_nothing()
_ON_POSTGRESQL = postgresql.insert(Presence).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True)
class Beat:
    """What one window says of itself: looking, replying, or going."""

    tab: str
    replying: bool = False
    leaving: bool = False


def beat(number: int, said: Beat, by: int, now: datetime) -> None:
    """Note that somebody looks at a ticket or replies; others hear only of what is new. Raise MissingError."""
    key = {"ticket_number": number, "person_id": by, "tab": said.tab}
    with transaction() as session:
        if (_gone if said.leaving else _here)(session, key, said, now):
            announce(session, at=now, kind="presence", of=number, by=by)


def sweep_presence(session: Session, now: datetime) -> int:
    """Remove the rows that ran out; return how many."""
    over = delete(Presence).where(Presence.until <= now).returning(Presence.person_id)
    return len(session.scalars(over).all())


def _gone(session: Session, key: dict[str, Any], said: Beat, now: datetime) -> bool:
    """Forget a window, also one that says goodbye twice at once; return whether anybody sees it go."""
    del said
    left = session.scalars(delete(Presence).filter_by(**key).returning(Presence.until)).first()
    if left is None and session.get(Ticket, key["ticket_number"]) is None:
        raise MissingError(f"ticket {key['ticket_number']}")
    return left is not None and left > now


def _here(session: Session, key: dict[str, Any], said: Beat, now: datetime) -> bool:
    """Write it down; return whether anybody else sees a difference."""
    row = session.get(Presence, key, populate_existing=True, with_for_update=True)
    until = now + LASTS
    if row is None:
        if session.get(Ticket, key["ticket_number"]) is None:
            raise MissingError(f"ticket {key['ticket_number']}")
        first = _ON_SQLITE if is_sqlite(session) else _ON_POSTGRESQL  # of two that come at once one does
        session.execute(first, {**key, "replying": said.replying, "until": until})
        return True
    changed = row.until <= now or row.replying != said.replying
    row.replying, row.until = said.replying, until
    return changed
