"""The period of a report, and its parts: named ones by example, all of them by property."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.reports.period import DAY, Choice, Period, Step, period_of

TODAY = date(2026, 11, 26)  # a Thursday
DAYS = st.dates(date(2001, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("", date(2026, 11, 1), date(2026, 11, 30)),
        ("this_month", date(2026, 11, 1), date(2026, 11, 30)),
        ("last_month", date(2026, 10, 1), date(2026, 10, 31)),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_named_period_begins_and_ends_where_its_name_says(word: str, first: date, last: date) -> None:
    period = period_of({"period": word} if word else {}, TODAY)
    assert (period.first, period.last, period.understood) == (first, last, True)


def test_last_month_in_january_lies_in_the_year_before() -> None:
    period = period_of({"period": "last_month"}, date(2027, 1, 1))
    assert (period.first, period.last) == (date(2026, 12, 1), date(2026, 12, 31))


def test_dates_of_ones_own_are_both_in_it() -> None:
    period = period_of({"period": "own", "since": "2026-02-03", "until": "2026-02-03"}, TODAY)
    assert (period.first, period.last, period.choice) == (date(2026, 2, 3), date(2026, 2, 3), Choice.OWN)


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "own"},
        {"period": "own", "since": "2026-02-30", "until": "2026-03-01"},
        {"period": "own", "since": "2026-03-02", "until": "2026-03-01"},
        {"period": "own", "since": "0001-01-01", "until": "9999-12-31"},
        {"period": "own", "since": "2000-01-01", "until": "2026-01-01"},
        {"period": "fortnight"},
    ],
)
def test_what_makes_no_sense_is_this_month_and_says_so(asked: dict[str, str]) -> None:
    period = period_of(asked, TODAY)
    assert (period.choice, period.understood) == (Choice.THIS_MONTH, False)


@given(DAYS, st.integers(0, 3660))
def test_the_parts_of_a_period_are_all_of_it_once(first: date, days: int) -> None:
    period = Period(Choice.OWN, first, first + timedelta(days=days))
    parts = period.parts
    assert (parts[0].first, parts[-1].last) == (period.first, period.last)
    assert all(one.last + DAY == two.first for one, two in pairwise(parts))
    assert len(parts) <= 27
    if period.step is Step.WEEK:
        assert all(part.first.weekday() == 0 for part in parts[1:])


@given(st.sampled_from([choice for choice in Choice if choice is not Choice.OWN]), DAYS)
def test_a_period_is_asked_for_by_what_it_says_of_itself(choice: Choice, today: date) -> None:
    period = period_of({"period": choice.value}, today)
    assert period_of(period.arguments, today) == period
    own = Period(Choice.OWN, period.first, period.last)
    assert period_of(own.arguments, today) == own
    if choice is not Choice.LAST_MONTH:
        assert period.holds(today)
