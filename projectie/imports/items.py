"""What is brought in one by one: where it stands in its file, what it is called, and the deed that does it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from projectie.mail.blobs import BlobStore
from projectie.mail.letter import Limits

MOST_LINES = 500  # refused ones that are told one by one


class Outcome(StrEnum):
    """What became of one item."""

    CREATED = "created"
    THERE = "there"  # it was there already: nothing was changed
    REFUSED = "refused"


class Why(StrEnum):
    """Why an item is refused."""

    UNREADABLE = "unreadable"
    COLUMNS = "columns"
    MISSING = "missing"
    COUNTRY = "country"
    LANGUAGE = "language"
    HOSTING = "hosting"
    ADDRESS = "address"
    DOMAIN = "domain"
    CLIENT = "client"
    RIGHT = "right"
    NUMBER = "number"
    DAY = "day"
    TAKEN = "taken"  # another of that name or address says something else
    BALANCE = "balance"
    INTERNAL = "internal"
    NO_DATE = "no_date"
    NOTHING = "nothing"  # a file, or a folder, without a single item
    FAULT = "fault"


class RefusedError(ValueError):
    """An item is refused; the rest goes on."""

    def __init__(self, why: Why, what: str = "") -> None:
        super().__init__(why.value)
        self.why = why
        self.what = what


@dataclass(frozen=True, slots=True)
class Ground:
    """What an import works with."""

    blobs: BlobStore
    by: int
    now: datetime
    limits: Limits = field(default_factory=Limits)


Deed = Callable[[Session, Ground], Outcome]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a file; `bring` is a part of a deed and raises RefusedError."""

    line: int
    name: str
    bring: Deed


@dataclass(slots=True)
class Report:
    """What became of a file."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    lines: list[dict[str, Any]] = field(default_factory=list)

    def note(self, item: Item, outcome: Outcome, why: Why | None = None, what: str = "") -> None:
        """Count an item, and tell why when it was refused."""
        self.counts[outcome.value] += 1
        if why is not None and len(self.lines) < MOST_LINES:
            self.lines.append(
                {"line": item.line, "name": item.name[:200], "why": why.value, "what": what[:200]}
            )
