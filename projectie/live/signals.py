"""A signal as streams carry it, and how signals are read from the event table."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, func, select, true
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from projectie.live.models import Event


@dataclass(frozen=True, slots=True)
class Signal:
    """What changed, by whom, and whose it is; never what it became."""

    id: int
    kind: str
    number: int
    organisation_id: int | None
    actor_id: int | None
    only_id: int | None = None  # the one client who may know


def last_id() -> ScalarSelect[int]:
    """Return the id of the newest event (0: none yet), as a part of a select that reads more in one go."""
    return select(func.coalesce(func.max(Event.id), 0)).scalar_subquery()


def signals_after(
    reader: Connection | Session, after: int, *, most: int, where: ColumnElement[bool] | None = None
) -> list[Signal]:
    """Return the oldest signals behind that id, in order, at most so many, only those the condition lets through."""
    columns = (
        *(Event.id, Event.kind, Event.subject_id),
        *(Event.organisation_id, Event.actor_id, Event.only_id),
    )
    found = select(*columns).where(Event.id > after, true() if where is None else where)
    return [Signal(*row) for row in reader.execute(found.order_by(Event.id).limit(most))]
