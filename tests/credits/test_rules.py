"""Rules of the ledger: what is short, and what a removal gives back."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from projectie.credits.rules import Giving, Split, Standing, given_back, split


@pytest.mark.parametrize(
    ("balance", "charge", "parts"),
    [
        (10, 4, Split(4, 0)),
        (4, 4, Split(4, 0)),
        (3, 5, Split(3, 2)),
        (0, 5, Split(0, 5)),
        (-2, 5, Split(0, 5)),
    ],
)
def test_r20_a_charge_that_crosses_zero_is_split_exactly(balance: int, charge: int, parts: Split) -> None:
    assert split(balance, charge) == parts


@given(some.integers(-50, 50), some.integers(1, 100))
def test_r20_the_parts_are_the_whole_and_what_is_short_is_what_lies_below_zero(
    balance: int, charge: int
) -> None:
    parts = split(balance, charge)
    assert parts.covered + parts.short == charge
    assert parts.covered >= 0
    assert parts.short == max(0, charge - max(balance, 0))


def test_r18_a_removal_reverses_the_entries_it_undoes_newest_first() -> None:
    standing = [Standing(1, 2, 2250), Standing(2, 1, 2400)]
    assert list(given_back(standing, 2)) == [Giving(2, 1, 2400), Giving(1, 1, 2250)]


@given(some.lists(some.integers(0, 9), max_size=8), some.integers(0, 80))
def test_r18_a_removal_gives_back_exactly_what_is_asked_or_refuses(charged: list[int], back: int) -> None:
    standing = [Standing(place, credits_, 2250) for place, credits_ in enumerate(charged)]
    if back > sum(charged):
        with pytest.raises(ValueError, match="More credits"):
            list(given_back(standing, back))
        return
    giving = list(given_back(standing, back))
    assert sum(each.credits for each in giving) == back
    assert all(0 < each.credits <= charged[each.reverses_id] for each in giving)
    assert [each.reverses_id for each in giving] == sorted(
        (each.reverses_id for each in giving), reverse=True
    )
