"""Rules of watching a balance: when a mail is due, and how long credits last (R23)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from projectie.credits.crossing import crosses
from projectie.credits.lasting import LEAST_USED, LEAST_WEEKS, Lasts, lasts


@given(some.lists(some.integers(-9, 9), max_size=40), some.integers(1, 20), some.integers(-20, 40))
def test_r23_one_mail_per_crossing_and_armed_again_once_the_balance_recovered(
    changes: list[int], threshold: int, start: int
) -> None:
    balance, mails, armed, expected = start, 0, start >= threshold, 0
    for change in changes:
        before, balance = balance, balance + change
        mails += crosses(before, balance, threshold)
        if armed and balance < threshold:
            expected, armed = expected + 1, False
        armed = armed or balance >= threshold
    assert mails == expected


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [(10, 9, True), (10, 10, False), (11, 10, False), (9, 8, False), (9, 12, False), (30, -5, True)],
)
def test_r23_below_ten_is_nine(before: int, after: int, told: bool) -> None:
    assert crosses(before, after, 10) is told


WEEKS = some.lists(some.integers(0, 12), max_size=30)


@given(some.integers(1, 500), WEEKS)
def test_r23_the_range_is_in_order_and_more_credits_never_last_shorter(balance: int, used: list[int]) -> None:
    found, more = lasts(balance, used), lasts(balance + 7, used)
    assert (found is None) == (more is None)
    if found is None or more is None:
        return
    assert more.fewest >= found.fewest
    if found.most is not None and more.most is not None:
        assert found.fewest <= found.most <= more.most


@given(some.integers(1, 500), some.integers(1, 12), some.integers(LEAST_WEEKS, 40))
def test_r23_an_even_pace_is_told_exactly(balance: int, pace: int, weeks: int) -> None:
    assert lasts(balance, [pace] * weeks) == Lasts(balance // pace, -(-balance // pace))


@given(some.integers(-50, 500), WEEKS)
def test_r23_too_little_use_says_nothing(balance: int, used: list[int]) -> None:
    little = balance <= 0 or len(used) < LEAST_WEEKS or sum(1 for each in used[-26:] if each) < LEAST_USED
    if little:
        assert lasts(balance, used) is None


def test_r23_a_calm_time_has_no_end_in_sight() -> None:
    assert lasts(24, [4, 0, 2, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) == Lasts(16, None)
