"""What the words of a mail suggest about a ticket (R7, R8): kind, impact and urgency, with the words that say so.

Staff decide; nothing here is ever applied by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from projectie.tickets.phrasing import Found, Said, matches, said_in
from projectie.tickets.priority import CRITICAL_KINDS, Impact, Kind, Reason, Urgency, reason_of
from projectie.tickets.suggestion_phrases import Book, book

LONGEST = 4000  # letters of a mail that count: what is the matter stands at its beginning
MOST_WORDS = 3  # places in the mail that are shown for one proposal

T = TypeVar("T", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Proposal(Generic[T]):
    """A value, and the words that led to it, as they were written."""

    value: T
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the words say; None where they say nothing."""

    kind: Proposal[Kind] | None = None
    impact: Proposal[Impact] | None = None
    urgency: Proposal[Urgency] | None = None

    @property
    def reason(self) -> Reason:
        """The priority that would follow (R8), and why."""
        return reason_of(_value(self.kind), _value(self.impact), _value(self.urgency))

    def __bool__(self) -> bool:
        """Whether anything is suggested."""
        return any((self.kind, self.impact, self.urgency))


@lru_cache(maxsize=256)
def suggest(subject: str, text: str) -> Suggestion:
    """Return what the words of a mail suggest."""
    said = said_in(f"{subject[:LONGEST]}\n{text[:LONGEST]}")
    known = book()
    return Suggestion(
        kind=_best(Kind, known.kinds, said, known, first=CRITICAL_KINDS),
        impact=_best(Impact, known.impacts, said, known),
        urgency=_best(Urgency, known.urgencies, said, known),
    )


def _best(
    values: type[T], phrases: Mapping[str, tuple[str, ...]], said: Said, known: Book, first: Iterable[T] = ()
) -> Proposal[T] | None:
    """Return the value most words speak for; critical ones first, then as the values stand.

    A critical word among many routine ones is what must not be overlooked.
    """
    found = {value: matches(said, phrases[value], known.negations, known.over) for value in values}
    ahead, order = frozenset(first), list(values)
    spoken = [value for value in values if found[value]]
    best = min(
        spoken,
        key=lambda value: (value not in ahead, -_weight(found[value]), order.index(value)),
        default=None,
    )
    return Proposal(best, _shown(found[best])) if best is not None else None


def _value(proposal: Proposal[T] | None) -> T | None:
    return proposal.value if proposal else None


def _weight(found: list[Found]) -> int:
    return sum(each.weight for each in found)


def _shown(found: list[Found]) -> tuple[str, ...]:
    strongest = sorted(found, key=lambda each: -each.weight)
    return tuple(dict.fromkeys(each.text for each in strongest))[:MOST_WORDS]
