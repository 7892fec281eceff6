"""When recurring work is due: each date once, and of what was slept through only the last."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from projectie.recurring.periods import LEAD, Unit, due, following

DAYS = some.dates(date(2026, 1, 1), date(2032, 12, 31))
UNITS = some.sampled_from(list(Unit))


@pytest.mark.parametrize(
    ("anchor", "every", "unit", "after", "expected"),
    [
        (date(2026, 11, 30), 1, Unit.WEEKS, date(2026, 11, 30), date(2026, 12, 7)),
        (date(2026, 11, 30), 2, Unit.WEEKS, date(2026, 12, 7), date(2026, 12, 14)),
        (date(2027, 1, 31), 1, Unit.MONTHS, date(2027, 1, 31), date(2027, 2, 28)),  # the last day it has
        (date(2027, 1, 31), 1, Unit.MONTHS, date(2027, 2, 28), date(2027, 3, 31)),  # and back again
        (date(2027, 1, 31), 1, Unit.MONTHS, date(2028, 2, 1), date(2028, 2, 29)),  # leap year
        (date(2026, 11, 15), 3, Unit.MONTHS, date(2026, 11, 15), date(2027, 2, 15)),
        (date(2026, 12, 1), 1, Unit.MONTHS, date(2026, 11, 1), date(2026, 12, 1)),  # before it begins
    ],
)
def test_the_date_that_follows(anchor: date, every: int, unit: Unit, after: date, expected: date) -> None:
    assert following(anchor, every, unit, after) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 18), None),  # thirteen days before
        (date(2026, 11, 19), date(2026, 12, 1)),  # twelve
        (date(2026, 12, 31), date(2026, 12, 1)),  # late
        (date(2027, 1, 1), date(2027, 1, 1)),  # one was missed
        (date(2027, 6, 15), date(2027, 6, 1)),  # half a year was slept through
    ],
)
def test_what_is_due_on_a_day(today: date, expected: date | None) -> None:
    assert due(date(2026, 12, 1), 1, Unit.MONTHS, date(2026, 12, 1), today) == expected


@given(anchor=DAYS, every=some.integers(1, 60), unit=UNITS, ahead=some.integers(0, 900))
def test_dates_rise_and_none_is_left_out(anchor: date, every: int, unit: Unit, ahead: int) -> None:
    found = following(anchor, every, unit, anchor + timedelta(days=ahead))
    assert found > anchor + timedelta(days=ahead)
    again = following(anchor, every, unit, found)
    assert found < again <= found + timedelta(days=every * 31)
    assert following(anchor, every, unit, found - timedelta(days=1)) == found


@given(anchor=DAYS, every=some.integers(1, 12), unit=UNITS, slept=some.integers(0, 400))
def test_after_any_sleep_one_round_is_due_and_then_none_that_is_over(
    anchor: date, every: int, unit: Unit, slept: int
) -> None:
    today = anchor + timedelta(days=slept)
    first = due(anchor, every, unit, anchor, today)
    assert first is not None
    assert anchor <= first <= max(today, anchor)
    later = following(anchor, every, unit, first)
    assert later > today
    second = due(anchor, every, unit, later, today)
    assert second is None or (second == later and later <= today + LEAD)
