"""Finding phrases in text: words without case and accents, gaps, alternatives, and what negates them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from projectie.tickets.filters import folded

GAP = 5  # words that "…" stands for at most
REACH = 3  # words before a phrase in which a negation counts
BARRIERS = frozenset(
    ("bij", "voor", "op", "in", "aan", "met", "of", "for", "with", "on", "at", "to", "om")
)  # it goes no further
AFTER = 6  # words behind a phrase in which it can be said to be over
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# A clause ends at a mark, a line, and where a reason or a contrast begins: a negation reaches no further.
_END = re.compile(
    r"[.,;:!?()\n\r]+|\s[-–—]\s|\b(?:want|omdat|doordat|maar|terwijl|waardoor|because|but|while|since|although)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence: the words as they are compared, where each stands, and the text."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where a phrase was found: the text as it was written, and how many words of the phrase it took."""

    text: str
    weight: int


@dataclass(frozen=True, slots=True)
class Said:
    """A text to look in: its clauses, and where each of its words stands."""

    clauses: tuple[Clause, ...]
    places: Mapping[str, tuple[tuple[int, int], ...]]  # word → clause, place in it


def said_in(text: str) -> Said:
    """Return a text as it is looked in; what is said twice counts once."""
    parts = tuple(dict.fromkeys(clause for part in _END.split(text) if (clause := _clause(part)).words))
    places: dict[str, list[tuple[int, int]]] = {}
    for number, clause in enumerate(parts):
        for place, word in enumerate(clause.words):
            places.setdefault(word, []).append((number, place))
    return Said(parts, {word: tuple(found) for word, found in places.items()})


def matches(said: Said, phrases: Iterable[str], negations: Iterable[str], over: Iterable[str]) -> list[Found]:
    """Return the first place of each phrase that stands there and is not taken back."""
    denied, gone = frozenset(negations), tuple(over)
    found = (_first(said, phrase, denied, gone) for phrase in phrases)
    return [each for each in found if each is not None]


def _clause(part: str) -> Clause:
    there = [(folded(match[0]).replace("’", "'"), match.span()) for match in _WORD.finditer(part)]
    return Clause(tuple(word for word, _ in there), tuple(span for _, span in there), part)


def _first(said: Said, phrase: str, negations: frozenset[str], over: tuple[str, ...]) -> Found | None:
    wanted = _compiled(phrase)
    for number, start in _starts(said, wanted[0]):
        clause = said.clauses[number]
        end = _end(clause.words, start, wanted)
        if end is None or _denied(clause.words[max(0, start - REACH) : start], negations):
            continue
        if any(_stands(clause.words[start : end + AFTER], gone) for gone in over):
            continue
        text = clause.text[clause.spans[start][0] : clause.spans[end - 1][1]]
        return Found(" ".join(text.split()), len(wanted))
    return None


def _starts(said: Said, first: "_Wanted") -> list[tuple[int, int]]:
    """Return where a phrase may begin, in the order of the text."""
    words = {option[0] for option in first.options}
    if first.beginnings:
        words.update(word for word in said.places if word.startswith(first.beginnings))
    return sorted(place for word in words for place in said.places.get(word, ()))


def _denied(before: tuple[str, ...], negations: frozenset[str]) -> bool:
    for word in reversed(before):
        if word in negations:
            return True
        if word in BARRIERS:
            return False
    return False


def _stands(words: tuple[str, ...], phrase: str) -> bool:
    return any(_end(words, start, _compiled(phrase)) is not None for start in range(len(words)))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A part of a phrase: any of these words, or whatever begins with one of those; `after_gap`: not at once."""

    options: tuple[tuple[str, ...], ...]
    beginnings: tuple[str, ...]
    after_gap: bool

    def ends(self, words: tuple[str, ...], place: int) -> Iterator[int]:
        """Yield where this part can end when it begins at that place."""
        if self.beginnings and words[place].startswith(self.beginnings):
            yield place + 1
        for option in self.options:
            if words[place : place + len(option)] == option:
                yield place + len(option)


@lru_cache(maxsize=4096)
def _compiled(phrase: str) -> tuple[_Wanted, ...]:
    wanted, gap = [], False
    for part in folded(phrase).split():
        if part == "...":  # what an ellipsis folds to
            gap = True
            continue
        options = part.split("|")
        words = tuple(tuple(option.split("_")) for option in options if not option.endswith("*"))
        beginnings = tuple(option[:-1] for option in options if option.endswith("*"))
        wanted.append(_Wanted(words, beginnings, gap))
        gap = False
    return tuple(wanted)


def _end(words: tuple[str, ...], start: int, wanted: tuple[_Wanted, ...]) -> int | None:
    """Return the place behind the phrase that begins there; None when it does not."""
    if not wanted:
        return start
    first, rest = wanted[0], wanted[1:]
    for place in range(start, min(start + (GAP if first.after_gap else 0) + 1, len(words))):
        ends = (_end(words, end, rest) for end in first.ends(words, place))
        found = next((end for end in ends if end is not None), None)
        if found is not None:
            return found
    return None
