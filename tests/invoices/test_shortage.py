"""What is short: the entries below zero, the crossing one split exactly, each at its own price (R20, R21)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from projectie.invoices.shortage import Entry, short_parts

DAY = date(2026, 11, 23)


def ledger(*entries: tuple[int, int] | tuple[int, int, int]) -> list[tuple[int, int, int]]:
    """Return entry id, credits and price of what is short; given credits, price, and which entry is reversed."""
    made = [
        Entry(place, each[0], each[1], DAY, reverses=each[2] if len(each) > 2 else None)
        for place, each in enumerate(entries, 1)
    ]
    return [(part.entry.id, part.credits, part.entry.price_cents) for part in short_parts(made)]


def test_r20_what_the_balance_covers_is_not_short() -> None:
    assert ledger((10, 2250), (-4, 2250)) == []
    assert ledger() == []


def test_r20_the_entry_that_crosses_zero_is_split_and_each_keeps_its_price() -> None:
    assert ledger((3, 2250), (-5, 2250), (-2, 2400)) == [(2, 2, 2250), (3, 2, 2400)]


def test_r20_what_comes_in_pays_the_oldest_first() -> None:
    assert ledger((-5, 2250), (-3, 2400), (6, 2400)) == [(2, 2, 2400)]
    assert ledger((-5, 2250), (8, 2250), (-4, 2400)) == [(3, 1, 2400)]


def test_r18_a_removal_gives_back_what_it_undoes_at_its_price() -> None:
    assert ledger((-5, 2250), (-3, 2400), (2, 2400, 2)) == [(1, 5, 2250), (2, 1, 2400)]


def test_r20_a_settlement_closes_all_and_its_reversal_opens_the_same_again() -> None:
    short = [(-5, 2250), (-3, 2400), (-1, 2400)]
    assert ledger(*short, (9, 2400)) == []
    assert ledger(*short, (9, 2400), (-9, 2400, 4)) == [(1, 5, 2250), (2, 3, 2400), (3, 1, 2400)]
    assert ledger(*short, (9, 2400), (-9, 2400, 4), (1, 2400, 3)) == [(1, 5, 2250), (2, 3, 2400)]


@given(some.lists(some.tuples(some.integers(-9, 9).filter(bool), some.integers(0, 12)), max_size=14))
def test_r20_what_is_short_is_exactly_what_the_balance_lies_below_zero(steps: list[tuple[int, int]]) -> None:
    entries = [(credits_, 2250, back) for credits_, back in steps]
    parts = ledger(*entries)
    assert sum(credits_ for _entry, credits_, _price in parts) == max(
        0, -sum(credits_ for credits_, _ in steps)
    )
    assert all(credits_ > 0 for _entry, credits_, _price in parts)
