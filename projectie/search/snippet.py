"""The place in a text where what was asked for stands, with every hit marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from projectie.search.asked import Term
from projectie.search.words import places, stems

BEFORE, LENGTH = 60, 220  # characters
LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it is what was asked for."""

    text: str
    hit: bool


class Wanted:
    """The words a search asks for; what it said of a word it remembers, for the next text."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._known: dict[str, bool] = {}

    def __contains__(self, word: str) -> bool:
        """Return whether one of the terms asks for that folded word."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = any(_meets(word, term) for term in self._terms)
        return known


def snippet(text: str, wanted: Wanted) -> tuple[Piece, ...]:
    """Return the first stretch of a text in which a wanted word stands; nothing when none does."""
    text = re.sub(r"\s+", " ", text[:LOOKED_AT]).strip()
    hits = [(start, end) for start, end, word in places(text) if word in wanted]
    if not hits:
        return ()
    start, end = _window(text, hits[0][0])
    return tuple(_pieces(text, start, end, [hit for hit in hits if start <= hit[0] and hit[1] <= end]))


def _meets(word: str, term: Term) -> bool:
    if word in term.words or (term.prefix and word.startswith(term.words[-1])):
        return True
    return not term.exact and len(term.words) == 1 and bool(set(stems(word)) & set(stems(term.words[0])))


def _window(text: str, hit: int) -> tuple[int, int]:
    """Return where the stretch around a hit begins and ends, at the ends of words where that can be."""
    start = max(hit - BEFORE, 0)
    if start and (space := text.find(" ", start, hit)) >= 0:
        start = space + 1
    end = min(start + LENGTH, len(text))
    if end < len(text) and (space := text.rfind(" ", hit, end)) > hit:
        end = space
    return start, end


def _pieces(text: str, start: int, end: int, hits: list[tuple[int, int]]) -> list[Piece]:
    pieces = [Piece("… ", hit=False)] if start else []
    at = start
    for begin, stop in hits:
        pieces += [Piece(text[at:begin], hit=False), Piece(text[begin:stop], hit=True)]
        at = stop
    pieces.append(Piece(text[at:end] + (" …" if end < len(text) else ""), hit=False))
    return [piece for piece in pieces if piece.text]
