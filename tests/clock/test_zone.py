from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.zone import Deadline, deadline, local, moment_of, passings, wall, zone_name
from tests.clock.leiden import AMSTERDAM, at
from tests.clock.strategies import MOMENTS, ZONES


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), "CET"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "CEST"),
        (datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC), "CEST"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "CET"),
        (datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC), "CET"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "CEST"),
        (datetime(2027, 10, 31, 0, 59, 59, tzinfo=UTC), "CEST"),
        (datetime(2027, 10, 31, 1, 0, tzinfo=UTC), "CET"),
    ],
)
def test_zone_is_named_truly_on_both_sides_of_each_clock_change(moment: datetime, name: str) -> None:
    assert zone_name(moment, AMSTERDAM) == name


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        local(datetime(2027, 3, 26, 15, 0), AMSTERDAM)  # noqa: DTZ001 - that is the point


def test_hour_that_does_not_exist_passes_in_the_moment_it_is_skipped() -> None:
    skipped = at("Sun 2027-03-28 03:00")
    assert moment_of(datetime.combine(date(2027, 3, 28), time(2, 0)), AMSTERDAM) == skipped
    assert moment_of(datetime.combine(date(2027, 3, 28), time(2, 30)), AMSTERDAM) == skipped
    assert moment_of(datetime.combine(date(2027, 3, 28), time(3, 0)), AMSTERDAM) == skipped


def test_a_reading_is_shown_once_but_not_in_the_hour_of_a_clock_change() -> None:
    spring, autumn = date(2027, 3, 28), date(2027, 10, 31)
    counts = [passings(datetime.combine(spring, time(hour, 59)), AMSTERDAM) for hour in (1, 2, 3)]
    assert counts == [1, 0, 1]
    counts = [passings(datetime.combine(autumn, time(hour, 59)), AMSTERDAM) for hour in (1, 2, 3)]
    assert counts == [1, 2, 1]


def test_hour_that_exists_twice_counts_the_first_time_only() -> None:
    first, second = at("Sun 2027-10-31 02:30"), at("Sun 2027-10-31 02:30", fold=1)
    assert second - first == timedelta(hours=1)
    assert wall(first, AMSTERDAM).time() == time(2, 30)
    assert wall(second, AMSTERDAM).time() == time(3, 0)


def test_midnight_is_told_as_the_end_of_the_day_before() -> None:
    assert deadline(at("Tue 2026-12-01 24:00"), AMSTERDAM) == Deadline(date(2026, 12, 1), None)
    assert deadline(at("Tue 2026-12-01 17:30"), AMSTERDAM) == Deadline(date(2026, 12, 1), time(17, 30))


@given(MOMENTS, MOMENTS, st.sampled_from(ZONES).map(ZoneInfo))
def test_wall_clock_never_runs_backwards(one: datetime, other: datetime, zone: ZoneInfo) -> None:
    early, late = sorted((one, other))
    assert wall(early, zone) <= wall(late, zone)


@given(MOMENTS, st.sampled_from(ZONES).map(ZoneInfo))
def test_moment_of_a_reading_shows_that_reading_unless_it_is_skipped(
    moment: datetime, zone: ZoneInfo
) -> None:
    reading = moment.replace(tzinfo=None)
    shown = wall(moment_of(reading, zone), zone)
    assert reading <= shown <= reading + timedelta(hours=1)


@given(MOMENTS, MOMENTS, st.sampled_from(ZONES).map(ZoneInfo))
def test_later_readings_come_at_later_moments(one: datetime, other: datetime, zone: ZoneInfo) -> None:
    early, late = sorted((one.replace(tzinfo=None), other.replace(tzinfo=None)))
    assert moment_of(early, zone) <= moment_of(late, zone)
