"""The pieces of time on a ticket, read: what the newest revision of each entry says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from projectie.people.models import Person
from projectie.work.models import TimeRevision
from projectie.work.rules import Consent, Piece


@dataclass(frozen=True, slots=True)
class Booked:
    """A piece of time as it stands."""

    entry: int
    ticket: int
    person: int
    name: str  # of who worked
    day: date
    minutes: int
    consent: Consent | None
    note_client: str
    note_inside: str
    reason: str  # why it was changed last
    at: datetime | None = None  # when it was said
    revision: int = 0  # what a form has seen
    removed: bool = False

    @property
    def piece(self) -> Piece:
        """What the rule reads of it."""
        return Piece(self.minutes, self.consent)

    @property
    def urgent(self) -> bool:
        """Whether it was worked at an urgent rate."""
        return self.consent is not None


def pieces_of(session: Session, ticket: int) -> tuple[Booked, ...]:
    """Return the pieces of time that stand on a ticket, in the order in which they were first booked."""
    ever = select(TimeRevision.entry_id).where(TimeRevision.ticket_number == ticket)
    rows = session.execute(_REVISIONS.where(TimeRevision.entry_id.in_(ever)))
    return tuple(each for each in newest(rows) if each.ticket == ticket and not each.removed)


def piece_of(session: Session, entry: int) -> Booked | None:
    """Return one piece as it stands, also one that was removed; None when there is none."""
    rows = session.execute(_REVISIONS.where(TimeRevision.entry_id == entry))
    return next(newest(rows), None)


def revisions_of(session: Session, entry: int) -> tuple[Booked, ...]:
    """Return all that a piece ever said, the oldest first."""
    rows = session.execute(_REVISIONS.where(TimeRevision.entry_id == entry))
    return tuple(map(_booked, rows))


def newest(rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[Booked]:
    """Yield what each entry says now, given its revisions in order."""
    for _entry, revisions in groupby(rows, key=_entry_of):
        *_, last = revisions
        yield _booked(last)


def all_revisions() -> Select[*tuple[Any, ...]]:
    """Return the select of every revision there is, in the order that `newest` reads."""
    return _REVISIONS


def consent_of(row: Any) -> Consent | None:
    """Return the consent a revision stands under."""
    if row.consent_id is None:
        return None
    return Consent(
        row.consent_id, Fraction(row.factor_numerator, row.factor_denominator), row.consent_maximum
    )


def _booked(row: Any) -> Booked:
    return Booked(
        entry=row.entry_id,
        ticket=row.ticket_number,
        person=row.person_id,
        name=row.name,
        day=row.day,
        minutes=row.minutes,
        consent=consent_of(row),
        note_client=row.note_client,
        note_inside=row.note_inside,
        at=row.at,
        reason=row.reason,
        revision=row.id,
        removed=row.removed,
    )


def _entry_of(row: Any) -> int:
    return int(row.entry_id)


_REVISIONS: Select[*tuple[Any, ...]] = (
    select(
        TimeRevision.id,
        TimeRevision.entry_id,
        TimeRevision.ticket_number,
        TimeRevision.person_id,
        Person.name,
        TimeRevision.day,
        TimeRevision.minutes,
        TimeRevision.consent_id,
        TimeRevision.factor_numerator,
        TimeRevision.factor_denominator,
        TimeRevision.consent_maximum,
        TimeRevision.note_client,
        TimeRevision.note_inside,
        TimeRevision.at,
        TimeRevision.reason,
        TimeRevision.removed,
    )
    .join(Person, Person.id == TimeRevision.person_id)
    .order_by(TimeRevision.entry_id, TimeRevision.id)
)
