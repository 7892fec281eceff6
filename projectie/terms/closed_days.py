"""The days on which the desk does not count (R6): proposed for each year, confirmed and edited by managers."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import extract, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.clock.closing import propose_closed_days
from projectie.database import MissingError, transaction
from projectie.history import History
from projectie.terms.figures import ClosedDay, Text
from projectie.terms.lock import lock_terms
from projectie.terms.models import ClosedDayRow

_SUBJECT, _PROPOSED = "closed_days", "closed_days.proposed"


class Fault(StrEnum):
    """Why a day cannot be added or removed."""

    PASSED = "passed"  # promises were counted with it
    TWICE = "twice"


class ClosedDayError(ValueError):
    """The closed days stay as they are; `name` is that of the day that is in the list already."""

    def __init__(self, fault: Fault, name: Text | None = None) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.name = name


def closed_days(session: Session, years: Iterable[int]) -> tuple[ClosedDay, ...]:
    """Return every closed day of those years, in order; one statement."""
    query = select(ClosedDayRow).where(extract("year", ClosedDayRow.day).in_(list(years)))
    rows = session.scalars(query.order_by(ClosedDayRow.day))
    return tuple(ClosedDay(row.day, Text(row.name_nl, row.name_en)) for row in rows)


def unproposed(session: Session, today: date) -> tuple[int, ...]:
    """Return which of this year and the next has not been proposed yet; what managers removed stays away."""
    years = (today.year, today.year + 1)
    query = select(History.subject_id).where(
        History.subject == _SUBJECT, History.deed == _PROPOSED, History.subject_id.in_(years)
    )
    known = set(session.scalars(query))
    return tuple(year for year in years if year not in known)


def propose_unproposed(session: Session, today: date, now: datetime) -> int:
    """Add the public holidays of every year that lacks them and return how many; part of a deed that is open."""
    lock_terms(session)
    return sum(_propose(session, year, None, None, now) for year in unproposed(session, today))


def propose_ahead(session: Session, today: date, now: datetime) -> int:
    """Do the same as a deed of its own, only when there is something to do: for the worker."""
    if not unproposed(session, today):
        return 0
    with transaction() as deed:
        return propose_unproposed(deed, today, now)


def propose(session: Session, year: int, today: date, by: int, now: datetime) -> int:
    """Add the public holidays of that year that lie ahead and are not in the list; return how many; part of an open deed."""
    lock_terms(session)
    return _propose(session, year, today, by, now)


def proposed(session: Session, year: int, today: date) -> tuple[ClosedDay, ...]:
    """Return what proposing that year would add."""
    there = {closed.day for closed in closed_days(session, [year])}
    return tuple(one for one in propose_closed_days(year) if one.day not in there and one.day >= today)


def add_closed_days(
    session: Session, closed: Sequence[ClosedDay], today: date, by: int, now: datetime
) -> None:
    """Keep closed days; raise ClosedDayError when one has passed or is in the list already; part of an open deed."""
    lock_terms(session)
    if any(one.day < today for one in closed):
        raise ClosedDayError(Fault.PASSED)
    known = select(ClosedDayRow).where(ClosedDayRow.day.in_([one.day for one in closed]))
    there = session.scalars(known.order_by(ClosedDayRow.day)).first()
    if there is not None:
        raise ClosedDayError(Fault.TWICE, Text(there.name_nl, there.name_en))
    session.add_all(map(_row, closed))
    _record(session, "closed_days.added", [one.day for one in closed], by, now)


def remove_closed_day(session: Session, day: date, today: date, by: int, now: datetime) -> None:
    """Let a day count again; raise ClosedDayError when it has passed, MissingError when it is no closed day.

    Part of an open deed.
    """
    lock_terms(session)
    row = session.get(ClosedDayRow, day, populate_existing=True)
    if row is None:
        raise MissingError(f"closed day {day}")
    if day < today:
        raise ClosedDayError(Fault.PASSED)
    session.delete(row)
    _record(session, "closed_days.removed", [day], by, now)


def _propose(session: Session, year: int, since: date | None, by: int | None, now: datetime) -> int:
    there = {closed.day for closed in closed_days(session, [year])}
    fresh = [closed for closed in propose_closed_days(year) if closed.day not in there]
    ahead = [closed for closed in fresh if since is None or closed.day >= since]
    session.add_all(_row(closed) for closed in ahead)
    history.record(session, at=now, by=by, deed=_PROPOSED, of=(_SUBJECT, year), details={"days": len(ahead)})
    session.flush()
    return len(ahead)


def _record(session: Session, deed: str, days: Sequence[date], by: int, now: datetime) -> None:
    details = {"days": [day.isoformat() for day in days]}
    history.record(session, at=now, by=by, deed=deed, of=(_SUBJECT, days[0].year), details=details)


def _row(closed: ClosedDay) -> ClosedDayRow:
    return ClosedDayRow(day=closed.day, name_nl=closed.name.nl, name_en=closed.name.en)
