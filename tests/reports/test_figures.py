"""Shares, medians and percentiles: by example and by property."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.reports.figures import FEWEST, Share, median, percentile, whole_hours

HOUR = timedelta(hours=1)
TIMES = st.lists(st.timedeltas(timedelta(), timedelta(days=90)), max_size=60)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (9, 9, None),  # too few to say
        (0, 0, None),
        (10, 10, 100),
        (0, 10, 0),
        (5, 10, 50),
        (1, 16, 6),  # 6.25
        (1, 40, 3),  # 2.5, half up
        (999, 1000, 99),  # never 100 when one was broken
        (1, 1000, 1),  # never 0 when one was kept
    ],
)
def test_a_share_is_told_from_ten_tickets_on(part: int, whole: int, shown: int | None) -> None:
    assert Share(part, whole).percent == shown


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_a_percentage_and_what_is_left_make_a_hundred_within_one(part: int, rest: int) -> None:
    kept, broken = Share(part, part + rest), Share(rest, part + rest)
    assert (kept.percent is None) == (part + rest < FEWEST)
    if kept.percent is not None and broken.percent is not None:
        assert abs(kept.percent + broken.percent - 100) <= 1
        assert (kept.percent == 100) == (rest == 0)


def test_the_median_lies_in_the_middle() -> None:
    assert median([]) is None
    assert median([3 * HOUR, HOUR, 2 * HOUR]) == 2 * HOUR
    assert median([4 * HOUR, HOUR]) == timedelta(hours=2, minutes=30)


def test_ninety_percent_of_twenty_are_within_the_eighteenth() -> None:
    assert percentile([HOUR * each for each in range(1, 21)], 90) == 18 * HOUR
    assert percentile([HOUR] * (FEWEST - 1), 90) is None


@given(TIMES)
def test_half_are_at_most_the_median_and_nine_of_ten_at_most_the_percentile(times: list[timedelta]) -> None:
    middle, most = median(times), percentile(times, 90)
    if middle is not None:
        assert 2 * sum(each <= middle for each in times) >= len(times)
        assert 2 * sum(each >= middle for each in times) >= len(times)
    if most is not None and middle is not None:
        assert most in times
        assert most >= middle
        assert 10 * sum(each <= most for each in times) >= 9 * len(times)
        assert 10 * sum(each < most for each in times) < 9 * len(times)


def test_hours_are_rounded_half_up() -> None:
    assert [whole_hours(timedelta(minutes=each)) for each in (0, 29, 30, 90)] == [0, 0, 1, 2]
