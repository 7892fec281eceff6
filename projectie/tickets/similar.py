"""Which other tickets may be about the same: by the words of their subjects."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from projectie.tickets.filters import folded

SHORTEST = 4  # letters of a word that says what a subject is about
MOST = 6
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Subject:
    """A ticket by its subject."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Similar:
    """Another ticket, and the words it shares (none: it is only of the same client)."""

    number: int
    text: str
    shared: frozenset[str]


def similar(subject: str, others: Iterable[Subject]) -> list[Similar]:
    """Return those others that share most words first, of these the newest; the rest behind them."""
    words = _words(subject)
    found = [Similar(other.number, other.text, words & _words(other.text)) for other in others]
    return sorted(found, key=lambda each: (-len(each.shared), -each.number))[:MOST]


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(folded(text)) if len(word) >= SHORTEST)
