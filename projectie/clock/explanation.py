"""Why a moment is what it is: which days counted, which were skipped and why (R6).

Values only; a template says them in the reader's language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from projectie.clock.workdays import DAY, Calendar
from projectie.clock.zone import wall
from projectie.terms.figures import Text


class Why(StrEnum):
    """What a day did for the count."""

    COUNTED = "counted"  # all 24 hours
    PARTLY = "partly"  # the count began or ended on it
    WEEKEND = "weekend"  # not one of the weekdays worked on
    CLOSED = "closed"  # a public holiday or a day the studio closes


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One local date on the way from one moment to another."""

    day: date
    minutes: int  # of working time; seconds are left out, so that the days add up to the whole
    why: Why
    name: Text | None  # of the closed day, also if it falls in a weekend


def explain(start: datetime, end: datetime, calendar: Calendar) -> tuple[CountedDay, ...]:
    """Return the days from `start` to `end` in order; none if `end` is not later."""
    since, until = _minute(start, calendar), _minute(end, calendar)
    return tuple(_counted(day, since, until, calendar) for day in _days(since, until))


def _days(since: datetime, until: datetime) -> Iterator[date]:
    day = since.date()
    while datetime.combine(day, time.min) < until and since < until:
        yield day
        day += DAY


def _counted(day: date, since: datetime, until: datetime, calendar: Calendar) -> CountedDay:
    midnight = datetime.combine(day, time.min)
    inside = min(midnight + DAY, until) - max(midnight, since)
    worked = inside if calendar.is_working_day(day) else timedelta()
    return CountedDay(
        day, worked // timedelta(minutes=1), _why(day, worked, calendar), calendar.closed.get(day)
    )


def _why(day: date, worked: timedelta, calendar: Calendar) -> Why:
    if day.weekday() not in calendar.working_weekdays:
        return Why.WEEKEND
    if day in calendar.closed:
        return Why.CLOSED
    return Why.COUNTED if worked == DAY else Why.PARTLY


def _minute(moment: datetime, calendar: Calendar) -> datetime:
    return wall(moment, calendar.zone).replace(second=0, microsecond=0)
