"""Nine in the morning of a working day that is still to come."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.workdays import Calendar
from projectie.terms.figures import Text
from projectie.tickets.morning import next_morning

LEIDEN = ZoneInfo("Europe/Amsterdam")
EASTER = {date(2027, 3, 29): Text("Tweede paasdag", "Easter Monday")}
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = Calendar(LEIDEN, frozenset(range(5)), EASTER)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LEIDEN)


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-23 08:59", "2026-11-23 09:00"),  # Monday, before nine: today
        ("2026-11-23 09:00", "2026-11-24 09:00"),  # Monday at nine: tomorrow
        ("2026-11-23 17:40", "2026-11-24 09:00"),
        ("2026-11-27 17:40", "2026-11-30 09:00"),  # Friday: Monday
        ("2026-11-28 08:00", "2026-11-30 09:00"),  # Saturday
        (
            "2027-03-26 17:40",
            "2027-03-30 09:00",
        ),  # Friday before Easter: Tuesday, and the clocks change between
        ("2027-03-29 07:00", "2027-03-30 09:00"),  # Easter Monday
    ],
)
def test_a_reply_that_can_wait_goes_out_at_nine_on_the_next_working_day(now: str, morning: str) -> None:
    assert next_morning(_at(now), DAYS) == _at(morning)


@given(st.integers(0, 4 * 366 * 24 * 60).map(lambda minutes: SINCE + timedelta(minutes=minutes)))
def test_it_is_always_ahead_at_nine_on_a_working_day_and_the_first_such(now: datetime) -> None:
    morning = next_morning(now, DAYS).astimezone(LEIDEN)
    assert morning > now
    assert (morning.hour, morning.minute, morning.second) == (9, 0, 0)
    assert DAYS.is_working_day(morning.date())
    day = now.astimezone(LEIDEN).date()
    while day < morning.date():
        nine = datetime.combine(day, morning.timetz())
        assert not DAYS.is_working_day(day) or nine.replace(tzinfo=LEIDEN) <= now
        day += timedelta(days=1)
