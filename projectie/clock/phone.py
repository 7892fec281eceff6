"""Phone hours: when the phone is answered, and time counted in those hours (R10).

Unlike working days these are counted in real minutes: a window on a night the clocks change is as long as
it lasts. A window that closes before it opens runs over midnight and belongs to the day it opened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from projectie.clock.workdays import DAY, Calendar
from projectie.clock.zone import local, moment_of
from projectie.terms.figures import Figures


@dataclass(frozen=True, slots=True)
class PhoneHours:
    """On which days the phone is answered, and from when to when in local time."""

    days: Calendar
    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Refuse hours of no length with a ValueError."""
        if self.opens == self.closes:
            raise ValueError("Phone hours cannot close at the time they open.")

    @classmethod
    def of(cls, figures: Figures, calendar: Calendar) -> Self:
        """Return the phone hours the terms publish, on the closed days and in the zone of that calendar."""
        days = Calendar(calendar.zone, figures.phone_weekdays, calendar.closed)
        return cls(days, figures.phone_opens, figures.phone_closes)


@dataclass(frozen=True, slots=True)
class Window:
    """From the opening up to, not including, the closing (UTC)."""

    opening: datetime
    closing: datetime


def is_open(moment: datetime, hours: PhoneHours) -> bool:
    """Return whether the phone is answered at that moment; at closing time it no longer is."""
    return next(windows(moment, hours)).opening <= moment


def next_opening(moment: datetime, hours: PhoneHours) -> datetime:
    """Return the first opening (UTC) after that moment."""
    return next(window.opening for window in windows(moment, hours) if window.opening > moment)


def next_closing(moment: datetime, hours: PhoneHours) -> datetime:
    """Return the first closing (UTC) after that moment."""
    return next(windows(moment, hours)).closing


def add_phone_minutes(start: datetime, minutes: int, hours: PhoneHours) -> datetime:
    """Return the moment (UTC) at which that many minutes of phone hours have passed since `start`."""
    return add_phone_time(start, timedelta(minutes=minutes), hours)


def add_phone_time(start: datetime, amount: timedelta, hours: PhoneHours) -> datetime:
    """Return the moment (UTC) at which `amount` of phone hours has passed; ValueError below zero.

    Time that fills a day ends at its closing, not at the next opening; nothing added to a moment outside
    phone hours gives the next opening.
    """
    if amount < timedelta():
        raise ValueError("Phone time can be added, not taken away.")
    for window in windows(start, hours, also_closing=True):
        begin = max(start, window.opening)
        if begin + amount <= window.closing:
            return begin + amount
        amount -= window.closing - begin
    raise AssertionError("Windows never end.")


def phone_time_between(start: datetime, end: datetime, hours: PhoneHours) -> timedelta:
    """Return the time within phone hours from `start` to `end`; nothing if `end` is not later."""
    total = timedelta()
    for window in windows(start, hours):
        if window.opening >= end:
            break
        total += min(end, window.closing) - max(start, window.opening)
    return max(total, timedelta())


def windows(since: datetime, hours: PhoneHours, *, also_closing: bool = False) -> Iterator[Window]:
    """Yield for ever, in order, the windows that close after `since`, or at it if `also_closing`."""
    day = local(since, hours.days.zone).date() - 2 * DAY  # yesterday's may run over midnight
    while True:
        day = hours.days.next_working_day(day)
        window = _window(day, hours)
        ahead = window.closing > since or (also_closing and window.closing == since)
        if ahead and window.opening < window.closing:  # an hour that is skipped opens nothing
            yield window


def _window(day: date, hours: PhoneHours) -> Window:
    last = day if hours.opens < hours.closes else day + DAY
    zone = hours.days.zone
    opening = moment_of(datetime.combine(day, hours.opens), zone)
    return Window(opening, moment_of(datetime.combine(last, hours.closes), zone))
