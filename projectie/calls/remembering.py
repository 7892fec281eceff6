"""When somebody is reminded of a call: the working day before, while they work, and an hour before."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from projectie.clock.workdays import DAY, Calendar
from projectie.clock.zone import local, moment_of

HOUR = timedelta(hours=1)


def day_before(starts: datetime, calendar: Calendar, begins: time, reader: ZoneInfo) -> datetime:
    """Return the moment on the last working day before the call at which the reader's day begins."""
    day = local(starts, calendar.zone).date() - DAY
    while not calendar.is_working_day(day):
        day -= DAY
    return moment_of(datetime.combine(day, begins), reader)


def is_day_reminder_due(
    starts: datetime, now: datetime, calendar: Calendar, hours: tuple[time, time], reader: ZoneInfo
) -> bool:
    """Whether the reader is to hear of it now: from the start of that day, in their hours, until the hour before."""
    begins, stops = hours
    there = local(now, reader).time()
    return day_before(starts, calendar, begins, reader) <= now < starts - HOUR and begins <= there < stops


def is_hour_reminder_due(starts: datetime, now: datetime) -> bool:
    """Whether the call begins within the hour."""
    return starts - HOUR <= now < starts
