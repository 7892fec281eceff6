"""When somebody is reminded of a call: the working day before, while they work, and an hour before."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from projectie.clock.workdays import DAY, Calendar
from projectie.clock.zone import local, moment_of

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever is reminded: in which zone they read their clock, and from when to when they work there."""

    zone: ZoneInfo
    begins: time
    stops: time

    def is_at_work(self, now: datetime) -> bool:
        """Whether that is an hour in which they work."""
        return self.begins <= local(now, self.zone).time() < self.stops


def day_before(starts: datetime, calendar: Calendar, reader: Reader) -> datetime:
    """Return the moment on the last working day before the call, in the reader's days, at which their day begins."""
    day = local(starts, reader.zone).date() - DAY
    while not calendar.is_working_day(day):
        day -= DAY
    return moment_of(datetime.combine(day, reader.begins), reader.zone)


def is_day_reminder_due(
    starts: datetime, known: datetime, now: datetime, calendar: Calendar, reader: Reader
) -> bool:
    """Whether the reader is to hear of it now: from the start of that day, in their hours, until the hour before.

    Whoever heard of the moment (`known`) on that day or later knows.
    """
    begins = day_before(starts, calendar, reader)
    return known < begins <= now < starts - HOUR and reader.is_at_work(now)


def is_hour_reminder_due(starts: datetime, known: datetime, now: datetime) -> bool:
    """Whether the call begins within the hour, and was planned before that."""
    return known < starts - HOUR <= now < starts
