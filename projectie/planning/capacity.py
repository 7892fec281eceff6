"""How much work fits in a week: hours of colleagues, less leave and closed days, of which a share is planned (R9).

The rest of the hours is for what cannot be planned: urgent requests, answers, calls. Days count whole, today too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from projectie.clock.weeks import Week, working_days_of
from projectie.clock.workdays import Calendar

WEEKDAYS = range(7)
DAY_MINUTES = 1440
WHOLE = 100  # percent


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which a colleague is away: the whole day, or that many minutes of it."""

    first: date
    last: date
    minutes: int | None = None

    def takes(self, day: date, minutes: int) -> int:
        """Return how many of the minutes of that day it takes."""
        if not self.first <= day <= self.last:
            return 0
        return minutes if self.minutes is None else min(self.minutes, minutes)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who does the work: minutes on each weekday (Monday first), and when away."""

    id: int
    hours: tuple[int, ...]
    leave: tuple[Leave, ...] = ()

    def minutes_on(self, day: date, calendar: Calendar) -> int:
        """Return how long this colleague works on that day; nobody works on a closed day (R6)."""
        if not calendar.is_working_day(day):
            return 0
        minutes = self.hours[day.weekday()]
        return max(minutes - sum(leave.takes(day, minutes) for leave in self.leave), 0)


@dataclass(frozen=True, slots=True)
class Share:
    """How the minutes of a week are divided."""

    planned: int  # work can be promised in these
    kept_free: int  # for urgent requests and answers


def working_minutes(colleague: Colleague, week: Week, calendar: Calendar, since: date) -> int:
    """Return how long that colleague works in that week, from that day on."""
    days = (day for day in working_days_of(week, calendar) if day >= since)
    return sum(colleague.minutes_on(day, calendar) for day in days)


def shared(minutes: int, percent: int) -> Share:
    """Return which part of those minutes can be planned: that many percent, rounded down."""
    planned = minutes * percent // WHOLE
    return Share(planned, minutes - planned)


def capacities(
    colleagues: Iterable[Colleague], week: Week, calendar: Calendar, percent: int, since: date
) -> Mapping[int, int]:
    """Return the minutes of that week in which work can be planned, for each colleague."""
    return {
        one.id: shared(working_minutes(one, week, calendar, since), percent).planned for one in colleagues
    }


def is_there(colleague: Colleague, first: date, last: date, calendar: Calendar) -> bool:
    """Return whether that colleague works on one of those days; what is longer than a year is not looked at."""
    days = (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)[:366])
    return any(colleague.minutes_on(day, calendar) for day in days)
