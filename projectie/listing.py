"""One page of a list: every list is bounded, and what was asked of it may be anything."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

SIZE = 50
_LAST = 10_000  # pages further on are nobody's question
_LONGEST = 100

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """The rows of one page, its number from 1, and whether another follows."""

    rows: tuple[T, ...]
    number: int = 1
    more: bool = False


def listed(
    session: Session,
    query: Select[*tuple[Any, ...]],
    make: Callable[[Row[*tuple[Any, ...]]], T],
    number: int = 1,
    size: int = SIZE,
) -> Listing[T]:
    """Return that page of an ordered select, each row made into a value; one statement."""
    rows = session.execute(query.limit(size + 1).offset((number - 1) * size)).all()
    return Listing(tuple(make(row) for row in rows[:size]), number, len(rows) > size)


def page_number(text: str | None) -> int:
    """Return the page asked for; the first when that is no page."""
    known = text is not None and text.isascii() and text.isdigit() and len(text) < 6
    return min(max(int(text), 1), _LAST) if known and text else 1


def words_of(text: str | None) -> str:
    """Return what was searched for: one line of a reasonable length."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text or "").split())[:_LONGEST]
