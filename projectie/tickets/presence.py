"""Who has a ticket before them: a row that runs out, so that whoever vanishes is gone in a minute, in every process."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.tickets.models import Ticket
from projectie.tickets.writing_models import Presence

HEARTBEAT = timedelta(seconds=20)
LASTS = 2 * HEARTBEAT + timedelta(seconds=5)  # one heartbeat may be lost


@dataclass(frozen=True, slots=True)
class Beat:
    """What one window says of itself: looking, replying, or going."""

    tab: str
    replying: bool = False
    leaving: bool = False


def beat(number: int, said: Beat, by: int, now: datetime) -> None:
    """Note that somebody looks at a ticket or replies; others hear only of what is new. Raise MissingError."""
    with transaction() as session:
        key = {"ticket_number": number, "person_id": by, "tab": said.tab}
        row = session.get(Presence, key, populate_existing=True)
        if row is None and session.get(Ticket, number) is None:
            raise MissingError(f"ticket {number}")
        known = row is not None and row.until > now
        if _noted(session, row, key, said, now, known=known):
            announce(session, at=now, kind="presence", of=number, by=by)


def sweep_presence(session: Session, now: datetime) -> int:
    """Remove the rows that ran out; return how many."""
    over = delete(Presence).where(Presence.until <= now).returning(Presence.person_id)
    return len(session.scalars(over).all())


def _noted(
    session: Session, row: Presence | None, key: dict[str, object], said: Beat, now: datetime, *, known: bool
) -> bool:
    """Write it down; return whether anybody else sees a difference."""
    if said.leaving:
        if row is not None:
            session.delete(row)
        return known
    if row is None:
        row = Presence(**key, replying=said.replying, until=now)
        session.add(row)
    changed = not known or row.replying != said.replying
    row.replying, row.until = said.replying, now + LASTS
    return changed
