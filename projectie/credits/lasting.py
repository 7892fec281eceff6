"""How long a balance will last: an honest range from what was used, or nothing where that says too little (R23). A pure rule."""

from collections.abc import Sequence
from dataclasses import dataclass

LOOKED_AT = 26  # weeks back
WINDOW = 8  # weeks that make one pace
LEAST_WEEKS = WINDOW
LEAST_USED = 3  # weeks in which something was used


@dataclass(frozen=True, slots=True)
class Lasts:
    """In how many weeks the balance is used up: at the busiest pace seen, and at the calmest (None: no end in sight)."""

    fewest: int
    most: int | None


def lasts(balance: int, used: Sequence[int]) -> Lasts | None:
    """Return how long a balance above zero lasts, from the credits used in whole weeks, oldest first.

    None: there is not enough use to say, or nothing to last.
    """
    weeks = used[-LOOKED_AT:]
    if balance <= 0 or len(weeks) < LEAST_WEEKS or sum(1 for each in weeks if each > 0) < LEAST_USED:
        return None
    paces = [sum(weeks[start : start + WINDOW]) for start in range(len(weeks) - WINDOW + 1)]
    busiest, calmest = max(paces), min(paces)
    if busiest <= 0:
        return None
    fewest = balance * WINDOW // busiest
    return Lasts(fewest, -(-balance * WINDOW // calmest) if calmest > 0 else None)
