"""What a request of some kind usually costs, where enough of them were done: never another client's facts (R25)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

OWN = 5  # requests of one's own that say enough
ALL = 20  # requests of everybody together …
CLIENTS = 5  # … of so many clients at least, so that nobody can be recognised in them


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request cost in the end, and which client's it was."""

    client: int
    credits: int


@dataclass(frozen=True, slots=True)
class Usual:
    """The middle half of what such requests cost, in whole credits."""

    least: int
    most: int
    own: bool  # of the reader's own requests


def usual(costs: Sequence[Cost], client: int | None) -> Usual | None:
    """Return what is usual: by the client's own requests, else by everybody's; None where too few were done."""
    own = [each.credits for each in costs if each.client == client]
    if client is not None and len(own) >= OWN:
        return _middle(own, own=True)
    return _middle([each.credits for each in costs], own=False) if _says_nothing_of_anybody(costs) else None


def _says_nothing_of_anybody(costs: Sequence[Cost]) -> bool:
    of_each = Counter(each.client for each in costs)
    return len(costs) >= ALL and len(of_each) >= CLIENTS and 2 * max(of_each.values()) <= len(costs)


def _middle(credits_: list[int], *, own: bool) -> Usual:
    ordered = sorted(credits_)
    last = len(ordered) - 1
    return Usual(ordered[last // 4], ordered[last - last // 4], own)
