"""When things happened on the demo desk: so many working days ago, in office hours, never after now."""

from datetime import datetime, time, timedelta

from projectie.clock.workdays import Calendar
from projectie.clock.zone import local, moment_of

OPENS = time(9)
OFFICE_MINUTES = 510  # until half past five
SATURDAY = 5


def ago(now: datetime, days: float, calendar: Calendar) -> datetime:
    """Return the moment (UTC) that many working days before now; half a day before Monday morning is Friday."""
    there = local(now, calendar.zone)
    passed = (there.hour - OPENS.hour) * 60 + there.minute if calendar.is_working_day(there.date()) else 0
    position = calendar.number_of(there.date()) * OFFICE_MINUTES + min(max(passed, 0), OFFICE_MINUTES)
    day, minute = divmod(position - max(round(days * OFFICE_MINUTES), 1), OFFICE_MINUTES)
    return moment_of(datetime.combine(calendar.day_of(day), OPENS) + timedelta(minutes=minute), calendar.zone)


def saturday_before(moment: datetime, calendar: Calendar) -> datetime:
    """Return the same time of day on the last Saturday before that moment."""
    there = local(moment, calendar.zone)
    back = (there.weekday() - SATURDAY) % 7 or 7
    return moment_of(there.replace(tzinfo=None) - timedelta(days=back), calendar.zone)
