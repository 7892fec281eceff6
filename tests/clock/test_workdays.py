from datetime import timedelta

import pytest

from projectie.clock.workdays import (
    Calendar,
    add_working_hours,
    working_days_between,
    working_time_between,
)
from tests.clock.leiden import AMSTERDAM, MONDAY_TO_FRIDAY, at, leiden, on
from tests.clock.strategies import DAY, NAME

LEIDEN = leiden()
ORDINARY = Calendar(AMSTERDAM, MONDAY_TO_FRIDAY, {})


@pytest.mark.parametrize(
    ("arrives", "from_", "by"),
    [
        # an ordinary week
        ("Mon 2026-11-23 09:00", "Tue 2026-11-24 09:00", "Wed 2026-11-25 09:00"),
        ("Thu 2026-11-26 15:00", "Fri 2026-11-27 15:00", "Mon 2026-11-30 15:00"),
        ("Fri 2026-11-27 15:00", "Mon 2026-11-30 15:00", "Tue 2026-12-01 15:00"),
        ("Fri 2026-11-27 23:59", "Mon 2026-11-30 23:59", "Tue 2026-12-01 23:59"),
        ("Sat 2026-11-28 00:00", "Mon 2026-11-30 24:00", "Tue 2026-12-01 24:00"),
        ("Sat 2026-11-28 11:30", "Mon 2026-11-30 24:00", "Tue 2026-12-01 24:00"),
        ("Sun 2026-11-29 23:59", "Mon 2026-11-30 24:00", "Tue 2026-12-01 24:00"),
        ("Mon 2026-11-30 00:00", "Mon 2026-11-30 24:00", "Tue 2026-12-01 24:00"),
        ("Mon 2026-11-30 00:01", "Tue 2026-12-01 00:01", "Wed 2026-12-02 00:01"),
        # Easter 2027, with the clocks put forward on Easter Sunday
        ("Thu 2027-03-25 15:00", "Fri 2027-03-26 15:00", "Tue 2027-03-30 15:00"),
        ("Fri 2027-03-26 15:00", "Tue 2027-03-30 15:00", "Wed 2027-03-31 15:00"),
        ("Sun 2027-03-28 02:59", "Tue 2027-03-30 24:00", "Wed 2027-03-31 24:00"),
        ("Mon 2027-03-29 12:00", "Tue 2027-03-30 24:00", "Wed 2027-03-31 24:00"),
        # clocks put forward and back in an ordinary weekend
        ("Fri 2026-03-27 15:00", "Mon 2026-03-30 15:00", "Tue 2026-03-31 15:00"),
        ("Fri 2026-10-23 15:00", "Mon 2026-10-26 15:00", "Tue 2026-10-27 15:00"),
        ("Fri 2027-10-29 15:00", "Mon 2027-11-01 15:00", "Tue 2027-11-02 15:00"),
        # Koningsdag: on a Tuesday in 2027, moved to Saturday in 2031
        ("Mon 2027-04-26 10:00", "Wed 2027-04-28 10:00", "Thu 2027-04-29 10:00"),
        ("Sat 2027-04-24 10:00", "Mon 2027-04-26 24:00", "Wed 2027-04-28 24:00"),
        ("Fri 2031-04-25 10:00", "Mon 2031-04-28 10:00", "Tue 2031-04-29 10:00"),
        # 5 May: a Sunday in the lustrum year 2030, a working Wednesday in 2027 before Ascension Day
        ("Fri 2030-05-03 10:00", "Mon 2030-05-06 10:00", "Tue 2030-05-07 10:00"),
        ("Tue 2027-05-04 10:00", "Wed 2027-05-05 10:00", "Fri 2027-05-07 10:00"),
        # 29 February
        ("Mon 2028-02-28 16:00", "Tue 2028-02-29 16:00", "Wed 2028-03-01 16:00"),
        ("Fri 2027-02-26 16:00", "Mon 2027-03-01 16:00", "Tue 2027-03-02 16:00"),
        # Christmas and New Year
        ("Thu 2026-12-24 17:40", "Mon 2026-12-28 17:40", "Tue 2026-12-29 17:40"),
        ("Thu 2026-12-31 17:40", "Mon 2027-01-04 17:40", "Tue 2027-01-05 17:40"),
        ("Tue 2030-12-24 09:00", "Fri 2030-12-27 09:00", "Mon 2030-12-30 09:00"),
        ("Tue 2030-12-31 09:00", "Thu 2031-01-02 09:00", "Fri 2031-01-03 09:00"),
        # time that fills the last day before closed days ends on that day
        ("Sat 2030-12-21 12:00", "Mon 2030-12-23 24:00", "Tue 2030-12-24 24:00"),
    ],
)
def test_r06_working_days_count_24_hours_and_the_rest_none(arrives: str, from_: str, by: str) -> None:
    assert add_working_hours(at(arrives), 24, LEIDEN) == at(from_)
    assert add_working_hours(at(arrives), 48, LEIDEN) == at(by)
    assert working_time_between(at(arrives), at(by), LEIDEN) == timedelta(hours=48)


def test_r06_mail_on_friday_is_answered_by_tuesday() -> None:
    assert add_working_hours(at("Fri 2026-11-20 15:00"), 48, LEIDEN) == at("Tue 2026-11-24 15:00")


def test_r06_mail_on_friday_before_easter_is_answered_by_wednesday() -> None:
    assert add_working_hours(at("Fri 2027-03-26 15:00"), 48, LEIDEN) == at("Wed 2027-03-31 15:00")


def test_r06_relief_of_leiden_counts_only_if_the_studio_closes_for_it() -> None:
    arrives = at("Fri 2027-10-01 15:00")
    assert add_working_hours(arrives, 24, LEIDEN) == at("Mon 2027-10-04 15:00")
    assert add_working_hours(arrives, 24, leiden(relief=True)) == at("Tue 2027-10-05 15:00")


def test_r28_ten_working_days_are_two_weeks() -> None:
    assert add_working_hours(at("Wed 2026-11-04 11:00"), 10 * 24, LEIDEN) == at("Wed 2026-11-18 11:00")


@pytest.mark.parametrize(
    ("start", "nothing_later"),
    [
        ("Fri 2026-11-27 15:00", "Fri 2026-11-27 15:00"),
        ("Fri 2026-11-27 24:00", "Fri 2026-11-27 24:00"),
        ("Sat 2026-11-28 00:01", "Mon 2026-11-30 00:00"),
        ("Mon 2026-11-30 00:00", "Mon 2026-11-30 00:00"),
    ],
)
def test_r06_a_start_outside_working_time_moves_to_the_next_working_day(
    start: str, nothing_later: str
) -> None:
    assert add_working_hours(at(start), 0, LEIDEN) == at(nothing_later)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("Sat 2027-03-27 15:00", "Sun 2027-03-28 15:00"),  # 23 hours long
        ("Sat 2027-03-27 02:30", "Sun 2027-03-28 03:00"),  # half past two does not exist
        ("Sat 2027-10-30 15:00", "Sun 2027-10-31 15:00"),  # 25 hours long
        ("Sun 2027-10-31 00:00", "Sun 2027-10-31 24:00"),
    ],
)
def test_r06_a_day_on_which_the_clocks_change_counts_24_hours(start: str, end: str) -> None:
    assert add_working_hours(at(start), 24, Calendar(AMSTERDAM, range(7), {})) == at(end)


def test_r06_a_closed_day_in_a_weekend_takes_nothing_away_twice() -> None:
    closed = Calendar(AMSTERDAM, MONDAY_TO_FRIDAY, {on("Sat 2031-04-26"): NAME})
    for start in ("Fri 2031-04-25 10:00", "Sat 2031-04-26 10:00", "Mon 2031-04-28 10:00"):
        assert add_working_hours(at(start), 48, closed) == add_working_hours(at(start), 48, ORDINARY)


def test_r06_closing_for_weeks_puts_everything_off() -> None:
    closed = dict.fromkeys((on("Fri 2026-07-17") + place * DAY for place in range(24)), NAME)
    summer = Calendar(AMSTERDAM, MONDAY_TO_FRIDAY, closed)
    assert add_working_hours(at("Thu 2026-07-16 12:00"), 24, summer) == at("Mon 2026-08-10 12:00")


def test_next_working_day_lies_after_the_date() -> None:
    assert LEIDEN.next_working_day(on("Thu 2027-03-25")) == on("Fri 2027-03-26")
    assert LEIDEN.next_working_day(on("Fri 2027-03-26")) == on("Tue 2027-03-30")
    assert LEIDEN.next_working_day(on("Sun 2027-03-28")) == on("Tue 2027-03-30")


def test_working_days_between_leave_the_last_out() -> None:
    assert working_days_between(on("Fri 2027-03-26"), on("Fri 2027-03-26"), LEIDEN) == 0
    assert working_days_between(on("Fri 2027-03-26"), on("Tue 2027-03-30"), LEIDEN) == 1
    assert working_days_between(on("Fri 2027-03-26"), on("Wed 2027-03-31"), LEIDEN) == 2
    assert working_days_between(on("Wed 2027-03-31"), on("Fri 2027-03-26"), LEIDEN) == 0


def test_working_time_cannot_be_taken_away() -> None:
    with pytest.raises(ValueError, match="not taken away"):
        add_working_hours(at("Fri 2026-11-27 15:00"), -1, LEIDEN)


@pytest.mark.parametrize("weekdays", [(), (7,), (-1, 0)])
def test_calendar_needs_weekdays_that_exist(weekdays: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="at least one weekday"):
        Calendar(AMSTERDAM, weekdays, {})


def test_calendar_does_not_change_with_the_list_it_was_made_from() -> None:
    closed = {on("Mon 2026-11-30"): NAME}
    calendar = Calendar(AMSTERDAM, MONDAY_TO_FRIDAY, closed)
    closed.clear()
    assert not calendar.is_working_day(on("Mon 2026-11-30"))
