"""What holds of working time for any moment, amount and calendar."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from hypothesis import given

from projectie.clock.workdays import Calendar, add_working_time, is_working_time, working_time_between
from projectie.clock.zone import local
from tests.clock.leiden import AMSTERDAM
from tests.clock.strategies import AMOUNTS, CALENDARS, DATES, DAY, MOMENTS, NIGHT_AND_DAY


@given(MOMENTS, MOMENTS, AMOUNTS, CALENDARS | NIGHT_AND_DAY)
def test_r06_who_comes_later_is_never_due_earlier(
    one: datetime, other: datetime, amount: timedelta, calendar: Calendar
) -> None:
    early, late = sorted((one, other))
    assert add_working_time(early, amount, calendar) <= add_working_time(late, amount, calendar)


@given(MOMENTS, AMOUNTS, AMOUNTS, CALENDARS | NIGHT_AND_DAY)
def test_r06_more_time_is_never_due_earlier(
    start: datetime, one: timedelta, other: timedelta, calendar: Calendar
) -> None:
    less, more = sorted((one, other))
    assert start <= add_working_time(start, less, calendar) <= add_working_time(start, more, calendar)


@given(MOMENTS, AMOUNTS, CALENDARS)
def test_r06_adding_then_measuring_gives_back(start: datetime, amount: timedelta, calendar: Calendar) -> None:
    assert working_time_between(start, add_working_time(start, amount, calendar), calendar) == amount


@given(MOMENTS, AMOUNTS, NIGHT_AND_DAY)
def test_r06_adding_then_measuring_is_off_by_a_skipped_hour_at_most(
    start: datetime, amount: timedelta, calendar: Calendar
) -> None:
    measured = working_time_between(start, add_working_time(start, amount, calendar), calendar)
    assert amount <= measured <= amount + timedelta(hours=1)


@given(MOMENTS, AMOUNTS, AMOUNTS, CALENDARS)
def test_r06_adding_twice_is_adding_once(
    start: datetime, first: timedelta, then: timedelta, calendar: Calendar
) -> None:
    twice = add_working_time(add_working_time(start, first, calendar), then, calendar)
    assert twice == add_working_time(start, first + then, calendar)


@given(MOMENTS, AMOUNTS, CALENDARS)
def test_r06_a_result_never_falls_outside_working_time(
    start: datetime, amount: timedelta, calendar: Calendar
) -> None:
    assert is_working_time(add_working_time(start, amount, calendar), calendar)


@given(MOMENTS, MOMENTS, MOMENTS, CALENDARS | NIGHT_AND_DAY)
def test_r06_measured_parts_make_the_whole(
    one: datetime, two: datetime, three: datetime, calendar: Calendar
) -> None:
    start, middle, end = sorted((one, two, three))
    parts = working_time_between(start, middle, calendar) + working_time_between(middle, end, calendar)
    assert parts == working_time_between(start, end, calendar)


@given(MOMENTS, MOMENTS, CALENDARS)
def test_r06_measuring_backwards_gives_nothing(one: datetime, other: datetime, calendar: Calendar) -> None:
    early, late = sorted((one, other))
    assert working_time_between(late, early, calendar) == timedelta()


@given(MOMENTS, AMOUNTS, CALENDARS)
def test_r06_numbering_days_gives_what_walking_them_gives(
    start: datetime, amount: timedelta, calendar: Calendar
) -> None:
    assert add_working_time(start, amount, calendar) == _walked(start, amount, calendar.is_working_day)


@given(DATES, CALENDARS)
def test_numbers_and_days_are_each_others_inverse(day: date, calendar: Calendar) -> None:
    number = calendar.number_of(day)
    found = calendar.day_of(number)
    assert calendar.number_of(found) == number
    assert found == day if calendar.is_working_day(day) else found > day


def _walked(start: datetime, amount: timedelta, works: Callable[[date], bool]) -> datetime:
    there = local(start, AMSTERDAM).replace(tzinfo=None)
    midnight = datetime.combine(there.date(), datetime.min.time())
    if there == midnight and not amount and works(there.date() - DAY):
        return start
    while not works(there.date()) or amount > midnight + DAY - there:
        amount -= (midnight + DAY - there) if works(there.date()) else timedelta()
        there = midnight = midnight + DAY
    return (there + amount).replace(tzinfo=AMSTERDAM).astimezone(UTC)
