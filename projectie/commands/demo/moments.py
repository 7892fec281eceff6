"""When things happened on the demo desk: so many working days ago, in office hours, never after now."""

from datetime import datetime, time, timedelta

from projectie.clock.workdays import Calendar
from projectie.clock.zone import local, moment_of

OPENS = time(9)
OFFICE_MINUTES = 510  # until half past five
JUST_NOW = 2  # working days: what is longer ago has the same time of day whenever the desk is filled
SATURDAY = 5


def ago(now: datetime, days: float, calendar: Calendar) -> datetime:
    """Return the moment (UTC) that many working days ago: before now, and rising as `days` falls.

    Whole days are counted back from the end of today's office hours: 6.0 is half past five, six working days ago.
    """
    there = local(now, calendar.zone)
    works = calendar.is_working_day(there.date())
    begin = calendar.number_of(there.date()) * OFFICE_MINUTES
    end = begin + OFFICE_MINUTES if works else begin
    passed = (
        begin + min(max((there.hour - OPENS.hour) * 60 + there.minute, 0), OFFICE_MINUTES) if works else begin
    )
    squeezed = min(days / JUST_NOW, 1) * (end - passed)  # so that what was just now fits in before now
    position = round(passed + squeezed - days * OFFICE_MINUTES)
    day, minute = divmod(min(position, passed - 1), OFFICE_MINUTES)
    return moment_of(datetime.combine(calendar.day_of(day), OPENS) + timedelta(minutes=minute), calendar.zone)


def saturday_before(moment: datetime, calendar: Calendar) -> datetime:
    """Return the same time of day on the last Saturday before that moment."""
    there = local(moment, calendar.zone)
    back = (there.weekday() - SATURDAY) % 7 or 7
    return moment_of(there.replace(tzinfo=None) - timedelta(days=back), calendar.zone)
