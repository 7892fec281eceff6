"""Which tickets a line of history names are still those it meant: one may have left, and another have its number (R27)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from projectie.tickets.models import Ticket

KEYS = ("other", "into", "old", "of", "hint", "ticket")  # of details that name another ticket
_THERE = select(Ticket.number, Ticket.mark, Ticket.opened_at).where(
    Ticket.number.in_(bindparam("numbers", expanding=True))
)


class Line(Protocol):
    """A line of history."""

    @property
    def at(self) -> datetime:
        """When it was written."""

    @property
    def details(self) -> dict[str, Any]:
        """What it says."""


AnyLine = TypeVar("AnyLine", bound=Line)


def standing(session: Session, lines: Collection[AnyLine]) -> list[AnyLine]:
    """Return those lines that name no ticket, or only tickets that are there and had that number already."""
    named = {number for line in lines for number in _named(line)}
    if not named:
        return list(lines)
    there = {row.number: row for row in session.connection().execute(_THERE, {"numbers": named})}

    def stands(number: int, at: datetime) -> bool:
        row = there.get(number)
        return row is not None and (row.mark is None or row.opened_at <= at)

    return [line for line in lines if all(stands(number, line.at) for number in _named(line))]


def _named(line: Line) -> list[int]:
    return [line.details[key] for key in KEYS if isinstance(line.details.get(key), int)]
