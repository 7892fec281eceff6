"""Who watches which column; what came into those lately stands on the first page of the desk."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.tickets.board_models import ColumnWatch
from projectie.tickets.models import Column, Ticket

LATELY = timedelta(days=3)  # a weekend is bridged


def watched_by(session: Session, person: int) -> tuple[Column, ...]:
    """Return the columns that person watches, in the order of the board."""
    found = set(session.scalars(select(ColumnWatch.key).where(ColumnWatch.person_id == person)))
    return tuple(column for column in Column if column in found)


def watch_columns(person: int, columns: Collection[str], now: datetime) -> None:
    """Let that person watch these columns and no others; what is no column is passed over."""
    wanted = [column for column in Column if column.value in columns]
    with transaction() as session:
        session.execute(delete(ColumnWatch).where(ColumnWatch.person_id == person))
        session.add_all(ColumnWatch(person_id=person, key=column) for column in wanted)
        details: dict[str, Any] = {"columns": [column.value for column in wanted]}
        history.record(
            session, at=now, by=person, deed="board.watched", of=("person", person), details=details
        )


def came_into(columns: Collection[Column], now: datetime) -> ColumnElement[bool]:
    """Return the condition under which a ticket came into one of these columns lately."""
    return Ticket.column.in_(columns) & (Ticket.column_since >= now - LATELY)
