"""What a browser missed while it was away: replayed from the event table, or told to begin anew."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from projectie.live.audience import heard_by
from projectie.live.models import Event
from projectie.live.signals import Signal, last_id, signals_after
from projectie.people.models import Person

MOST = 500  # beyond this the whole page is cheaper than its parts


@dataclass(frozen=True, slots=True)
class Missed:
    """The signals since then and the id to go on from; `lost`: too many, or swept since, so begin anew."""

    signals: tuple[Signal, ...]
    last: int
    lost: bool


def missed(reader: Connection | Session, person: Person, after: int) -> Missed:
    """Return what that person missed since the event with that id (0: since before the first)."""
    # Events are swept from the oldest on: while the one last seen is there, so is all that came after it.
    newest, seen = reader.execute(select(last_id(), select(Event.id).where(Event.id == after).exists())).one()
    if not seen and not (after == 0 and _from_the_first(reader)):
        return Missed((), newest, lost=newest != after)
    signals = signals_after(reader, after, most=MOST + 1, where=heard_by(person))
    if len(signals) > MOST:
        return Missed((), newest, lost=True)
    return Missed(tuple(signals), signals[-1].id if signals else after, lost=False)


def _from_the_first(reader: Connection | Session) -> bool:
    """Whether nothing was swept yet."""
    oldest = reader.scalar(select(Event.id).order_by(Event.id).limit(1))
    return oldest is None or oldest == 1
