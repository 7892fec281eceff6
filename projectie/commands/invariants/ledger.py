"""The ledger: sums, chain, removals (R19)."""

from collections.abc import Iterator

from projectie.commands.invariants.desk import Desk
from projectie.credits.check import wrong_entries, wrong_removals


def ledger(desk: Desk) -> Iterator[str]:
    """Name entries that are not the sum so far, that the chain does not hold, or that undo too much."""
    yield from wrong_entries(desk.session)
    yield from wrong_removals(desk.session)
