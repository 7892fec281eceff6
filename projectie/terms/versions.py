"""Every published version in a list: from when to when each held, holds or will hold (R2, R3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.terms.models import TermsVersion


class Standing(StrEnum):
    """How a version stands on a day."""

    PAST = "past"
    IN_FORCE = "in_force"
    UPCOMING = "upcoming"
    REPLACED = "replaced"  # before it could hold for a day


@dataclass(frozen=True, slots=True)
class Line:
    """A version, with the local dates between which it holds; no last day: until further notice."""

    number: int
    starts: date
    until: date | None
    published_at: datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class Versions:
    """Every published version, newest first."""

    lines: tuple[Line, ...]

    @property
    def current(self) -> Line:
        """The version in force; there is always one."""
        return next(line for line in self.lines if line.standing is Standing.IN_FORCE)

    @property
    def upcoming(self) -> Line | None:
        """The version that comes into force next."""
        ahead = [line for line in self.lines if line.standing is Standing.UPCOMING]
        return ahead[-1] if ahead else None

    def numbered(self, text: str) -> Line | None:
        """Return the version with that number, as it is written in an address."""
        return next((line for line in self.lines if str(line.number) == text), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a published version by itself."""

    number: int
    starts: date
    published_at: datetime


def entries(session: Session) -> tuple[Entry, ...]:
    """Return every published version in the order of their numbers, without its content; one statement."""
    columns = (TermsVersion.number, TermsVersion.in_force_from, TermsVersion.published_at)
    query = select(*columns).where(TermsVersion.number.is_not(None)).order_by(TermsVersion.number)
    return tuple(_entry(*row) for row in session.execute(query))


def versions(session: Session, today: date) -> Versions:
    """Return every published version as it stands on that day; one statement."""
    return stand(entries(session), today)


def stand(entries: Iterable[Entry], today: date) -> Versions:
    """Return how versions stand on that day; they come in the order of their numbers.

    No version starts before an earlier one, so each ends the day before the next one starts (R2).
    """
    known = list(entries)
    ends = [following.starts - timedelta(days=1) for following in known[1:]]
    lines = [_line(entry, until, today) for entry, until in zip(known, [*ends, None], strict=True)]
    return Versions(tuple(reversed(lines)))


def _entry(number: int | None, starts: date | None, published_at: datetime | None) -> Entry:
    assert number is not None
    assert starts is not None
    assert published_at is not None
    return Entry(number, starts, published_at)


def _line(entry: Entry, until: date | None, today: date) -> Line:
    return Line(entry.number, entry.starts, until, entry.published_at, _standing(entry.starts, until, today))


def _standing(starts: date, until: date | None, today: date) -> Standing:
    if until is not None and until < starts:
        return Standing.REPLACED
    if today < starts:
        return Standing.UPCOMING
    return Standing.PAST if until is not None and until < today else Standing.IN_FORCE
