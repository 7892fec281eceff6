"""When the people on call are told: in phone hours, at once and again; Monday to Friday 10:00–18:00."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.alerts.pace import first_round, next_round
from projectie.clock.phone import PhoneHours, is_open
from projectie.clock.workdays import Calendar
from projectie.terms.figures import Text

LEIDEN = ZoneInfo("Europe/Amsterdam")
EASTER_MONDAY = date(2027, 3, 29)
HOURS = PhoneHours(
    Calendar(LEIDEN, frozenset(range(5)), {EASTER_MONDAY: Text("Tweede paasdag", "Easter Monday")}),
    time(10),
    time(18),
)
REPEAT = timedelta(minutes=15)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LEIDEN).astimezone(UTC)


@pytest.mark.parametrize(
    ("raised", "first"),
    [
        ("2027-03-24 10:00", "2027-03-24 10:00"),  # Wednesday, the phone opens
        ("2027-03-24 17:59", "2027-03-24 17:59"),
        ("2027-03-24 18:00", "2027-03-25 10:00"),  # closed again
        ("2027-03-24 09:59", "2027-03-24 10:00"),
        ("2027-03-26 18:30", "2027-03-30 10:00"),  # Good Friday evening: Monday is Easter Monday
        ("2027-03-27 12:00", "2027-03-30 10:00"),  # Saturday, and the clock changes on Sunday
    ],
)
def test_in_phone_hours_at_once_else_when_they_open(raised: str, first: str) -> None:
    assert first_round(_at(raised), HOURS) == _at(first)


@pytest.mark.parametrize(
    ("now", "again"),
    [
        ("2027-03-24 10:00", "2027-03-24 10:15"),
        ("2027-03-24 17:44", "2027-03-24 17:59"),
        ("2027-03-24 17:45", "2027-03-25 10:00"),
    ],
)
def test_a_round_is_repeated_within_phone_hours(now: str, again: str) -> None:
    assert next_round(_at(now), REPEAT, HOURS) == _at(again)


@given(
    st.integers(0, 4 * 366 * 24 * 60).map(
        lambda minutes: _at("2026-01-01 00:00") + timedelta(minutes=minutes)
    )
)
def test_nobody_is_ever_told_outside_phone_hours_and_never_before_it_happened(raised: datetime) -> None:
    first = first_round(raised, HOURS)
    assert first >= raised
    assert is_open(first, HOURS)
    assert next_round(first, REPEAT, HOURS) >= first + REPEAT
