"""What changed between two versions of the terms, part by part and word by word (R2)."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import chain

from projectie.terms.figures import LANGUAGES, Block, Figures, Matrix, Service, Terms, Text, Tier
from projectie.terms.placeholders import figure_words

# A word, a placeholder or a sign, with the space before it: joined again they are the text.
_WORDS = re.compile(r"\s*(?:\{\w+\}|\w+|[^\w\s])|\s+")
# Beyond so many words, frequent ones no longer anchor a match: a repetitive text would take minutes.
_LONG = 1_000


class Kind(StrEnum):
    """What happened to a part, or to a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words: the same on both sides, removed on the old one or added on the new one."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Both texts as spans; the texts of a side, joined, are that side exactly."""

    old: tuple[Span, ...]
    new: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A part that is not as it was, by its path; a part that was added has no old text."""

    path: str
    kind: Kind
    old: Text | None
    new: Text | None

    def sides(self, language: str) -> Sides:
        """Return both texts in that language, for display side by side."""
        old = self.old.in_(language) if self.old else ""
        new = self.new.in_(language) if self.new else ""
        return words_apart(old, new)


@dataclass(frozen=True, slots=True)
class _Part:
    """What is compared, and what is shown of it."""

    value: object
    shown: Text


_Rows = Sequence[Service] | Sequence[Tier]


def difference(old: Terms, new: Terms) -> tuple[Change, ...]:
    """Return the parts that were added, removed or changed, in the order a reader meets them.

    Figures come with their units, texts as they are written: with placeholders, so that a changed figure
    is one change and not one in every sentence that states it. A new order of rows or blocks is a change.
    """
    before, after = _parts(old, new), _parts(new, old)
    changes = (_change(path, before.get(path), after.get(path)) for path in _in_order(before, after))
    return tuple(change for change in changes if change)


def words_apart(old: str, new: str) -> Sides:
    """Return both texts cut where they differ, at whole words; coarser in a very long text."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    long = len(before) + len(after) > _LONG
    left: list[Span] = []
    right: list[Span] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=long).get_opcodes():
        same = tag == "equal"
        left += _span(Kind.SAME if same else Kind.REMOVED, before[i:j])
        right += _span(Kind.SAME if same else Kind.ADDED, after[k:m])
    return Sides(tuple(left), tuple(right))


def _span(kind: Kind, words: list[str]) -> list[Span]:
    return [Span(kind, "".join(words))] if words else []


def _change(path: str, old: _Part | None, new: _Part | None) -> Change | None:
    if old and new:
        return None if old.value == new.value else Change(path, Kind.CHANGED, old.shown, new.shown)
    if old:
        return Change(path, Kind.REMOVED, old.shown, None)
    return Change(path, Kind.ADDED, None, new.shown) if new else None


def _in_order(before: Mapping[str, _Part], after: Mapping[str, _Part]) -> list[str]:
    """The new order, with what went away in the place it had."""
    paths = list(after)
    for previous, path in zip([None, *before], before, strict=False):
        if path not in after:
            paths.insert(paths.index(previous) + 1 if previous else 0, path)
    return paths


def _parts(terms: Terms, other: Terms) -> dict[str, _Part]:
    figures = ((f"figures.{field.name}", _figure(terms.figures, field.name)) for field in fields(Figures))
    return dict(chain(figures, _matrix(terms.matrix, other.matrix), _prose(terms.prose, other.prose)))


def _figure(figures: Figures, name: str) -> _Part:
    words = (figure_words(figures, name, language) for language in LANGUAGES)
    return _Part(getattr(figures, name), Text(*words))


def _matrix(matrix: Matrix, other: Matrix) -> Iterator[tuple[str, _Part]]:
    yield from _names(matrix.services, other.services, "matrix.services")
    yield from _names(matrix.tiers, other.tiers, "matrix.tiers")
    for (service, tier), cell in matrix.cells.items():
        path = f"matrix.cells.{service}.{tier}"
        unnamed = Text(cell.coverage, cell.coverage)
        shown = matrix.legend.get(cell.coverage, unnamed)
        yield f"{path}.coverage", _Part((cell.coverage, cell.condition), shown)
        if cell.note:
            yield f"{path}.note", _Part(cell.note, cell.note)
    for coverage, words in matrix.legend.items():
        yield f"matrix.legend.{coverage}", _Part(words, words)


def _names(rows: _Rows, others: _Rows, path: str) -> Iterator[tuple[str, _Part]]:
    names = {row.key: row.name for row in rows}
    yield f"{path}.order", _order(names, {row.key for row in others})
    for key, name in names.items():
        yield f"{path}.{key}.name", _Part(name, name)


def _prose(blocks: Sequence[Block], others: Sequence[Block]) -> Iterator[tuple[str, _Part]]:
    titles = {block.key: block.title for block in blocks}
    yield "prose.order", _order(titles, {block.key for block in others})
    for block in blocks:
        yield f"prose.{block.key}.title", _Part(block.title, block.title)
        yield f"prose.{block.key}.body", _Part(block.body, block.body)


def _order(names: Mapping[str, Text], others: Collection[str]) -> _Part:
    """The order of what both versions have; what came or went is a change of its own."""
    kept = [key for key in names if key in others]
    shown = (" · ".join(names[key].in_(language) for key in kept) for language in LANGUAGES)
    return _Part(tuple(kept), Text(*shown))
