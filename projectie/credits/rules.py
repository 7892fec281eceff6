"""Rules of the ledger that need no ledger: what of a charge is short, and what a removal gives back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Split:
    """A charge in two: what the balance covers, and what is short and will be invoiced (R20)."""

    covered: int
    short: int


def split(balance: int, credits_: int) -> Split:
    """Return what a charge of so many credits (above zero) takes from that balance and what it leaves short (R20)."""
    covered = min(max(balance, 0), credits_)
    return Split(covered, credits_ - covered)


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry that charged credits, and how many of them have not been given back."""

    id: int
    credits: int  # above zero
    price_cents: int


@dataclass(frozen=True, slots=True)
class Giving:
    """Credits given back of one entry, at the price that was charged."""

    reverses_id: int
    credits: int  # above zero
    price_cents: int


def given_back(standing: Iterable[Standing], credits_: int) -> Iterator[Giving]:
    """Yield what has to be given back of which entry, newest first (R18); `standing` is in order of posting.

    Raise ValueError when more is asked back than was charged: nothing becomes negative that cannot be.
    """
    for entry in reversed(list(standing)):
        if credits_ <= 0:
            return
        back = min(entry.credits, credits_)
        if back > 0:
            yield Giving(entry.id, back, entry.price_cents)
        credits_ -= back
    if credits_ > 0:
        raise ValueError("More credits would be given back than were charged.")
