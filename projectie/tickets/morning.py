"""The moment at which a reply that can wait goes out: nine in the morning of a working day."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from projectie.clock.workdays import DAY, Calendar
from projectie.clock.zone import local, moment_of

NINE = time(9)


def next_morning(now: datetime, calendar: Calendar) -> datetime:
    """Return the next nine o'clock (UTC) of a working day that is still to come."""
    there = local(now, calendar.zone)
    since = there.date() - DAY if there.time() < NINE else there.date()
    return morning_of(calendar.next_working_day(since), calendar.zone)


def morning_of(day: date, zone: ZoneInfo) -> datetime:
    """Return nine o'clock (UTC) of that local day."""
    return moment_of(datetime.combine(day, NINE), zone)
