"""A mailbox is silent after 15 minutes in which somebody may expect to be heard (R34)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.phone import PhoneHours
from projectie.clock.workdays import Calendar
from projectie.home.heartbeat import is_silent
from projectie.terms.figures import Text

LEIDEN = ZoneInfo("Europe/Amsterdam")
WEEK = frozenset(range(5))
EASTER_MONDAY = {date(2027, 3, 29): Text("Tweede paasdag", "Easter Monday")}
HOURS = PhoneHours(Calendar(LEIDEN, WEEK, EASTER_MONDAY), time(10), time(18))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LEIDEN).astimezone(UTC)


@pytest.mark.parametrize(
    ("read", "now", "silent"),
    [
        ("2026-11-23 12:00", "2026-11-23 12:14", False),  # Monday
        ("2026-11-23 12:00", "2026-11-23 12:15", True),
        ("2026-11-23 17:50", "2026-11-23 23:00", False),  # ten minutes of phone hours, then evening
        ("2026-11-23 17:50", "2026-11-24 09:59", False),  # Tuesday, still closed
        ("2026-11-23 17:50", "2026-11-24 10:04", False),
        ("2026-11-23 17:50", "2026-11-24 10:05", True),
        ("2026-11-27 17:46", "2026-11-30 10:00", False),  # Friday to Monday
        ("2026-11-27 17:45", "2026-11-28 03:00", True),  # silent on Friday, and still so on Saturday
        ("2027-03-26 18:00", "2027-03-30 10:14", False),  # Friday before Easter to the Tuesday after
        ("2027-03-26 18:00", "2027-03-30 10:15", True),
        ("2026-11-23 12:00", "2026-11-23 11:00", False),  # a clock that was set back
    ],
)
def test_r34_silence_is_counted_in_phone_hours(read: str, now: str, silent: bool) -> None:
    assert is_silent(_at(read), _at(now), HOURS) is silent


FIRST, LAST = datetime(2026, 1, 1), datetime(2027, 12, 1)  # noqa: DTZ001 (hypothesis wants them bare)


@given(st.datetimes(FIRST, LAST), st.integers(0, 20_000), st.integers(0, 5_000))
def test_r34_once_silent_it_stays_so_until_it_is_read(read: datetime, minutes: int, more: int) -> None:
    last = read.replace(tzinfo=UTC)
    then = last + timedelta(minutes=minutes)
    if is_silent(last, then, HOURS):
        assert is_silent(last, then + timedelta(minutes=more), HOURS)
        assert then - last >= timedelta(minutes=15)
