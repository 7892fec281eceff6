from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.phone import (
    PhoneHours,
    add_phone_minutes,
    add_phone_time,
    is_open,
    next_closing,
    next_opening,
    phone_time_between,
)
from projectie.clock.workdays import Calendar
from tests.clock.leiden import AMSTERDAM, at, leiden, phone
from tests.clock.strategies import DATES, MOMENTS, NAME, ZONES

STUDIO = phone()
NIGHT = PhoneHours(Calendar(AMSTERDAM, range(7), {}), time(22), time(6))

AMOUNTS = st.timedeltas(timedelta(), timedelta(hours=60)) | st.integers(0, 12).map(
    lambda n: timedelta(hours=4 * n)
)
HOURS = st.builds(
    lambda zone, weekdays, closed, opens, closes: PhoneHours(
        Calendar(ZoneInfo(zone), weekdays, dict.fromkeys(closed, NAME)), time(opens), time(closes, 30)
    ),
    st.sampled_from(ZONES),
    st.sets(st.integers(0, 6), min_size=1),
    st.sets(DATES, max_size=10),
    st.integers(0, 23),
    st.integers(0, 23),
)


@pytest.mark.parametrize(
    ("moment", "answered", "opening", "closing"),
    [
        ("Mon 2026-11-23 09:59", False, "Mon 2026-11-23 10:00", "Mon 2026-11-23 18:00"),
        ("Mon 2026-11-23 10:00", True, "Tue 2026-11-24 10:00", "Mon 2026-11-23 18:00"),
        ("Mon 2026-11-23 17:59", True, "Tue 2026-11-24 10:00", "Mon 2026-11-23 18:00"),
        ("Mon 2026-11-23 18:00", False, "Tue 2026-11-24 10:00", "Tue 2026-11-24 18:00"),
        ("Fri 2026-11-27 18:00", False, "Mon 2026-11-30 10:00", "Mon 2026-11-30 18:00"),
        # clock changes, 2026 and 2027
        ("Fri 2026-03-27 19:00", False, "Mon 2026-03-30 10:00", "Mon 2026-03-30 18:00"),
        ("Fri 2026-10-23 19:00", False, "Mon 2026-10-26 10:00", "Mon 2026-10-26 18:00"),
        ("Fri 2027-10-29 19:00", False, "Mon 2027-11-01 10:00", "Mon 2027-11-01 18:00"),
        # Easter 2027: Good Friday is a working day here
        ("Fri 2027-03-26 12:00", True, "Tue 2027-03-30 10:00", "Fri 2027-03-26 18:00"),
        ("Mon 2027-03-29 12:00", False, "Tue 2027-03-30 10:00", "Tue 2027-03-30 18:00"),
        # Koningsdag on a Saturday takes no working day
        ("Fri 2031-04-25 12:00", True, "Mon 2031-04-28 10:00", "Fri 2031-04-25 18:00"),
        ("Tue 2027-04-27 12:00", False, "Wed 2027-04-28 10:00", "Wed 2027-04-28 18:00"),
        # 5 May 2030 is a Sunday, and the Monday is not made up for it
        ("Sun 2030-05-05 12:00", False, "Mon 2030-05-06 10:00", "Mon 2030-05-06 18:00"),
        ("Mon 2028-02-28 18:30", False, "Tue 2028-02-29 10:00", "Tue 2028-02-29 18:00"),
        ("Thu 2026-12-31 17:00", True, "Mon 2027-01-04 10:00", "Thu 2026-12-31 18:00"),
        ("Fri 2027-01-01 12:00", False, "Mon 2027-01-04 10:00", "Mon 2027-01-04 18:00"),
    ],
)
def test_phone_is_answered_in_phone_hours_only(
    moment: str, answered: bool, opening: str, closing: str
) -> None:
    assert is_open(at(moment), STUDIO) is answered
    assert next_opening(at(moment), STUDIO) == at(opening)
    assert next_closing(at(moment), STUDIO) == at(closing)


def test_phone_rests_on_the_relief_of_leiden_if_the_studio_chooses() -> None:
    assert is_open(at("Mon 2027-10-04 12:00"), STUDIO)
    assert not is_open(at("Mon 2027-10-04 12:00"), phone(relief=True))


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("Mon 2026-11-23 11:00", 0, "Mon 2026-11-23 11:00"),
        ("Mon 2026-11-23 08:00", 0, "Mon 2026-11-23 10:00"),
        ("Mon 2026-11-23 11:00", 60, "Mon 2026-11-23 12:00"),
        ("Mon 2026-11-23 17:30", 30, "Mon 2026-11-23 18:00"),
        ("Mon 2026-11-23 17:30", 31, "Tue 2026-11-24 10:01"),
        ("Mon 2026-11-23 18:00", 1, "Tue 2026-11-24 10:01"),
        ("Mon 2026-11-23 03:00", 480, "Mon 2026-11-23 18:00"),
        ("Fri 2027-03-26 17:00", 120, "Tue 2027-03-30 11:00"),
        ("Mon 2027-04-26 17:30", 480, "Wed 2027-04-28 17:30"),
        ("Fri 2026-10-23 17:00", 120, "Mon 2026-10-26 11:00"),
        ("Thu 2026-12-31 17:00", 540, "Mon 2027-01-04 18:00"),
        ("Mon 2028-02-28 17:00", 120, "Tue 2028-02-29 11:00"),
    ],
)
def test_r10_phone_minutes_count_in_phone_hours_only(start: str, minutes: int, due: str) -> None:
    assert add_phone_minutes(at(start), minutes, STUDIO) == at(due)
    assert phone_time_between(at(start), at(due), STUDIO) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("Sat 2027-03-27 22:00", 8, "Sun 2027-03-28 23:00"),  # a night of 7 hours
        ("Sat 2027-10-30 22:00", 8, "Sun 2027-10-31 05:00"),  # a night of 9
        ("Mon 2026-11-23 23:00", 6, "Tue 2026-11-24 05:00"),
    ],
)
def test_r10_a_night_shift_is_as_long_as_it_lasts(start: str, hours: int, due: str) -> None:
    assert add_phone_minutes(at(start), 60 * hours, NIGHT) == at(due)
    assert phone_time_between(at(start), at(due), NIGHT) == timedelta(hours=hours)


def test_phone_hours_over_midnight_belong_to_the_day_they_opened() -> None:
    fridays = PhoneHours(Calendar(AMSTERDAM, (4,), {}), time(22), time(2))
    assert is_open(at("Sat 2026-11-28 01:59"), fridays)
    assert not is_open(at("Sat 2026-11-28 02:00"), fridays)
    assert not is_open(at("Fri 2026-11-27 01:00"), fridays)
    assert next_closing(at("Fri 2026-11-27 23:00"), fridays) == at("Sat 2026-11-28 02:00")


def test_phone_hours_that_are_skipped_open_nothing() -> None:
    skipped = PhoneHours(Calendar(AMSTERDAM, range(7), {}), time(2), time(3))
    assert next_opening(at("Sun 2027-03-28 01:30"), skipped) == at("Mon 2027-03-29 02:00")


def test_phone_hours_of_no_length_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot close"):
        PhoneHours(leiden(), time(10), time(10))


def test_phone_time_cannot_be_taken_away() -> None:
    with pytest.raises(ValueError, match="not taken away"):
        add_phone_minutes(at("Mon 2026-11-23 11:00"), -1, STUDIO)


@given(MOMENTS, AMOUNTS, HOURS)
def test_r10_adding_then_measuring_gives_back(start: datetime, amount: timedelta, hours: PhoneHours) -> None:
    assert phone_time_between(start, add_phone_time(start, amount, hours), hours) == amount


@given(MOMENTS, AMOUNTS, AMOUNTS, HOURS)
def test_r10_adding_twice_is_adding_once(
    start: datetime, first: timedelta, then: timedelta, hours: PhoneHours
) -> None:
    twice = add_phone_time(add_phone_time(start, first, hours), then, hours)
    assert twice == add_phone_time(start, first + then, hours)


@given(MOMENTS, AMOUNTS, HOURS)
def test_r10_a_result_never_falls_outside_phone_hours(
    start: datetime, amount: timedelta, hours: PhoneHours
) -> None:
    due = add_phone_time(start, amount, hours)
    assert is_open(due, hours) or is_open(due - timedelta(microseconds=1), hours)


@given(st.tuples(MOMENTS, MOMENTS), AMOUNTS, HOURS)
def test_r10_who_comes_later_is_never_due_earlier(
    moments: tuple[datetime, datetime], amount: timedelta, hours: PhoneHours
) -> None:
    early, late = sorted(moments)
    assert add_phone_time(early, amount, hours) <= add_phone_time(late, amount, hours)


@given(
    MOMENTS,
    st.timedeltas(timedelta(), timedelta(days=9)),
    st.timedeltas(timedelta(), timedelta(days=9)),
    HOURS,
)
def test_r10_measured_parts_make_the_whole(
    start: datetime, first: timedelta, then: timedelta, hours: PhoneHours
) -> None:
    middle, end = start + first, start + first + then
    parts = phone_time_between(start, middle, hours) + phone_time_between(middle, end, hours)
    assert parts == phone_time_between(start, end, hours)


@given(MOMENTS, HOURS)
def test_phone_opens_and_closes_in_turn(moment: datetime, hours: PhoneHours) -> None:
    opening, closing = next_opening(moment, hours), next_closing(moment, hours)
    assert moment < min(opening, closing)
    assert is_open(moment, hours) == (closing < opening)
    assert is_open(opening, hours)
    assert is_open(closing - timedelta(microseconds=1), hours)
    assert (opening.tzinfo, closing.tzinfo) == (UTC, UTC)
