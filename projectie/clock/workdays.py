"""Working time (R6): whole working days, each counting 24 hours of the wall clock.

A working day runs from 00:00 up to and including 24:00, so time that fills a Friday ends on Friday at
24:00, not on Monday at 00:00. A day on which the clocks change counts 24 hours like any other (zone.py).
Every answer costs the same however far away it lies: days are numbered, not walked.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from projectie.clock.zone import local, moment_of, wall
from projectie.terms.figures import Text

DAY = timedelta(days=1)
NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that count: weekdays (Monday is 0) in a zone, less the closed days and why they are."""

    zone: ZoneInfo
    working_weekdays: Collection[int]
    closed: Mapping[date, Text] = field(hash=False)
    _weekdays: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _numbers: tuple[int, ...] = field(init=False, repr=False, compare=False)  # of closed weekdays, rising

    def __post_init__(self) -> None:
        """Keep a copy of the closed days; ValueError without a single weekday to work on."""
        if not self.working_weekdays or not set(self.working_weekdays) <= set(range(7)):
            raise ValueError("A calendar needs at least one weekday, from 0 for Monday to 6 for Sunday.")
        self._keep("_weekdays", tuple(sorted(set(self.working_weekdays))))
        self._keep("closed", MappingProxyType(dict(self.closed)))
        closed = (self._weekday_number(day) for day in self.closed if self._is_weekday(day))
        self._keep("_numbers", tuple(sorted(closed)))

    def is_working_day(self, day: date) -> bool:
        """Return whether that local date counts."""
        return self._is_weekday(day) and day not in self.closed

    def next_working_day(self, day: date) -> date:
        """Return the first working day after that date."""
        return self.day_of(self.number_of(day + DAY))

    def number_of(self, day: date) -> int:
        """Return how many working days lie before that date, since the calendar began."""
        weekdays = self._weekday_number(day)
        return weekdays - bisect_left(self._numbers, weekdays)

    def day_of(self, number: int) -> date:
        """Return the working day with that many working days before it."""
        numbers = self._numbers
        skipped = bisect_right(range(len(numbers)), number, key=lambda place: numbers[place] - place)
        weeks, place = divmod(number + skipped, len(self._weekdays))
        return date.fromordinal(weeks * 7 + self._weekdays[place] + 1)

    def _is_weekday(self, day: date) -> bool:
        return day.weekday() in self._weekdays

    def _weekday_number(self, day: date) -> int:
        weeks, weekday = divmod(day.toordinal() - 1, 7)
        return weeks * len(self._weekdays) + bisect_left(self._weekdays, weekday)

    def _keep(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


def add_working_hours(start: datetime, hours: int, calendar: Calendar) -> datetime:
    """Return the moment (UTC) at which that many working hours have passed since `start` (R6)."""
    return add_working_time(start, timedelta(hours=hours), calendar)


def add_working_time(start: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """Return the moment (UTC) at which `amount` of working time has passed; ValueError below zero.

    Nothing added to a moment outside working time gives the start of the next working day.
    """
    if amount < NOTHING:
        raise ValueError("Working time can be added, not taken away.")
    days, rest = divmod(_position(start, calendar) + amount, DAY)
    fills_a_day = not rest and (amount > NOTHING or _ends_working_day(start, calendar))
    if fills_a_day:
        return _at(calendar.day_of(days - 1), DAY, calendar)
    return _at(calendar.day_of(days), rest, calendar)


def working_time_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Return the working time from `start` to `end`; nothing if `end` is not later."""
    return max(_position(end, calendar) - _position(start, calendar), NOTHING)


def working_days_between(since: date, until: date, calendar: Calendar) -> int:
    """Return the number of working days from `since` up to, not including, `until`."""
    return max(calendar.number_of(until) - calendar.number_of(since), 0)


def is_working_time(moment: datetime, calendar: Calendar) -> bool:
    """Return whether that moment lies on a working day, its last midnight included."""
    return calendar.is_working_day(local(moment, calendar.zone).date()) or _ends_working_day(moment, calendar)


def _position(moment: datetime, calendar: Calendar) -> timedelta:
    """Return all working time that passed before that moment, since the calendar began."""
    there = wall(moment, calendar.zone)
    today = there - datetime.combine(there.date(), time.min)
    passed = calendar.number_of(there.date()) * DAY
    return passed + today if calendar.is_working_day(there.date()) else passed


def _at(day: date, into_the_day: timedelta, calendar: Calendar) -> datetime:
    return moment_of(datetime.combine(day, time.min) + into_the_day, calendar.zone)


def _ends_working_day(moment: datetime, calendar: Calendar) -> bool:
    there = wall(moment, calendar.zone)
    return there.time() == time.min and calendar.is_working_day(there.date() - DAY)
