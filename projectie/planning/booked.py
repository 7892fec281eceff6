"""How much is worked on a ticket already: the room above that keeps time says it here, as a part of a statement (R9)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, case, func, literal

Minutes = Callable[[Any], ScalarSelect[int]]  # given the column with the ticket's number, its booked minutes
_kept: list[Minutes] = []


def books(minutes: Minutes) -> Minutes:
    """Let that function say how many minutes are booked on a ticket."""
    _kept[:] = [minutes]
    return minutes


def booked(number: Any) -> ColumnElement[int]:
    """Return the minutes booked on the ticket of that column; none where no room keeps time."""
    return next((func.coalesce(minutes(number), 0) for minutes in _kept), literal(0))


def left(number: Any, estimate: Any, assumed: Any) -> ColumnElement[int]:
    """Return how long a ticket still takes, as `outlook.left_of` says: less what is booked, never less than nothing."""
    rest = func.coalesce(estimate, assumed) - booked(number)
    return case((rest > 0, rest), else_=0)
