from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.weeks import Week, working_days_of
from tests.clock.leiden import leiden, on

DATES = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("Mon 2026-11-23", Week(2026, 48)),
        ("Thu 2026-12-31", Week(2026, 53)),
        ("Sun 2027-01-03", Week(2026, 53)),
        ("Mon 2027-01-04", Week(2027, 1)),
        ("Mon 2029-12-31", Week(2030, 1)),
        ("Tue 2028-02-29", Week(2028, 9)),
    ],
)
def test_r09_week_of_a_date_around_new_year_too(day: str, week: Week) -> None:
    assert Week.of(on(day)) == week


def test_r09_week_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="53"):
        _ = Week(2027, 53).monday


def test_r09_working_days_of_a_week_leave_closed_days_out() -> None:
    assert working_days_of(Week(2027, 13), leiden()) == (
        on("Tue 2027-03-30"),
        on("Wed 2027-03-31"),
        on("Thu 2027-04-01"),
        on("Fri 2027-04-02"),
    )


@given(DATES)
def test_r09_a_date_lies_in_its_week(day: date) -> None:
    week = Week.of(day)
    assert week.monday <= day <= week.sunday
    assert (week.monday.weekday(), week.sunday.weekday()) == (0, 6)


@given(DATES, st.integers(-60, 60))
def test_r09_weeks_follow_each_other(day: date, weeks: int) -> None:
    week = Week.of(day)
    assert week.later(weeks).later(-weeks) == week
    assert (week.later(weeks) > week) == (weeks > 0)
