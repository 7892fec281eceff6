"""What of a ledger is short: the parts of its charges that lie below zero, each at its own price (R20, R21).

Entries are walked in order. A charge takes what the balance covers and leaves the rest short, so the one that
crosses zero is split exactly. What comes in gives back the entry it names, then the oldest that is short, and the
rest is balance. An entry that takes back what came in claims again what that had closed, at the prices of then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from projectie.credits.rules import split


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the ledger, as far as it matters here."""

    id: int
    credits: int  # added to the balance
    price_cents: int
    day: date
    ticket: int | None = None
    why: str = ""
    reverses: int | None = None
    is_administration: bool = False
    is_private: bool = False  # its ticket is between one of the client's people and the studio


@dataclass(frozen=True, slots=True)
class Part:
    """So many credits of an entry that nothing covers."""

    entry: Entry
    credits: int  # above zero


def short_parts(entries: Iterable[Entry]) -> tuple[Part, ...]:
    """Return what is short after these entries, oldest first; its sum is what the balance lies below zero."""
    walk = _Walk()
    for entry in entries:
        walk.add(entry)
    return tuple(walk.open[number] for number in sorted(walk.open))


@dataclass(slots=True)
class _Walk:
    """Where the ledger stands: credits in hand, or what is short; never both."""

    covered: int = 0
    open: dict[int, Part] = field(default_factory=dict)
    closed_by: dict[int, list[Part]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Let an entry happen."""
        if entry.credits > 0:
            self._come_in(entry)
            return
        for claim in self._claims(entry):
            parts = split(self.covered, claim.credits)
            self.covered -= parts.covered
            self._shift(claim.entry, parts.short)

    def _come_in(self, entry: Entry) -> None:
        left, closed = entry.credits, []
        for number in sorted(self.open, key=lambda number: (number != entry.reverses, number)):
            part = self.open[number]
            taken = min(part.credits, left)
            if taken:
                self._shift(part.entry, -taken)
                closed.append(Part(part.entry, taken))
                left -= taken
        self.closed_by[entry.id] = closed
        self.covered += left

    def _claims(self, entry: Entry) -> Iterator[Part]:
        """Yield what an entry below zero asks for: what the reversed one had closed, newest first, then its own."""
        left, closed = -entry.credits, self.closed_by.get(entry.reverses or 0, [])
        while left and closed:
            part = closed.pop()
            again = min(part.credits, left)
            if part.credits > again:
                closed.append(Part(part.entry, part.credits - again))
            left -= again
            yield Part(part.entry, again)
        if left:
            yield Part(entry, left)

    def _shift(self, entry: Entry, credits_: int) -> None:
        known = self.open.pop(entry.id, None)
        total = credits_ + (known.credits if known else 0)
        if total:
            self.open[entry.id] = Part(entry, total)
