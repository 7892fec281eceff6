"""Any moment, amount, date and calendar; the nights on which clocks change come often."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from projectie.clock.workdays import Calendar
from projectie.terms.figures import Text
from tests.clock.leiden import AMSTERDAM

DAY = timedelta(days=1)
NAME = Text("dicht", "closed")
ZONES = ("Europe/Amsterdam", "America/Havana", "Australia/Lord_Howe", "Asia/Kolkata")

_CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Amsterdam
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2027, 10, 31, 1, tzinfo=UTC),
    datetime(2026, 3, 8, 5, tzinfo=UTC),  # Havana, at midnight
    datetime(2026, 11, 1, 5, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe, by half an hour
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
]
_ANY = st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
_AT_NIGHT = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(_CHANGES),
    st.integers(-180, 180),
)
_AT_MIDNIGHT = st.dates(date(2026, 1, 1), date(2032, 1, 1)).map(
    lambda day: datetime.combine(day, datetime.min.time(), AMSTERDAM).astimezone(UTC)
)

MOMENTS = _ANY | _AT_NIGHT | _AT_MIDNIGHT
AMOUNTS = (
    st.timedeltas(timedelta(), timedelta(days=40))
    | st.integers(0, 40).map(lambda days: days * DAY)
    | st.integers(0, 60 * 60).map(lambda minutes: timedelta(minutes=minutes))
)
DATES = st.dates(date(2025, 12, 1), date(2032, 12, 31))

# Clocks change on a Sunday night: without Sundays every working day is 24 hours long.
CALENDARS = st.builds(
    lambda weekdays, closed: Calendar(AMSTERDAM, weekdays, dict.fromkeys(closed, NAME)),
    st.sets(st.integers(0, 5), min_size=1),
    st.sets(DATES, max_size=40),
)
NIGHT_AND_DAY = st.builds(
    lambda zone, closed: Calendar(ZoneInfo(zone), range(7), dict.fromkeys(closed, NAME)),
    st.sampled_from(ZONES),
    st.sets(DATES, max_size=10),
)
