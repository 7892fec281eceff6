"""Two versions side by side, said in words: which parts differ, and where in their texts (R2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from projectie.language import language
from projectie.terms.difference import Change, Kind, Sides, difference
from projectie.terms.figures import LANGUAGES, Terms
from projectie.terms.places import field_of, page_of, words


@dataclass(frozen=True, slots=True)
class Compared:
    """A part that differs in a language: what it is called, where it is edited, and both sides of it."""

    part: str
    page: str
    field: str
    kind: Kind
    language: str
    sides: Sides


def compared(old: Terms, new: Terms) -> tuple[Compared, ...]:
    """Return every part that differs, in the order a reader meets them; of a text each language that changed."""
    return tuple(
        Compared(words(path, new, old), page_of(path), field_of(path), change.kind, side, change.sides(side))
        for change in difference(old, new)
        for side, path in _languages(change)
    )


def _languages(change: Change) -> Iterator[tuple[str, str]]:
    """Yield what to show of a change; a figure or a choice reads the same in every language."""
    is_text = change.path.startswith(("prose.", "matrix.legend.")) or change.path.endswith((".name", ".note"))
    if not is_text or change.path.endswith(".order"):
        yield language(), change.path
        return
    for side in LANGUAGES:
        if _said(change, side, old=True) != _said(change, side, old=False):
            yield side, f"{change.path}.{side}"


def _said(change: Change, side: str, *, old: bool) -> str:
    text = change.old if old else change.new
    return text.in_(side) if text else ""
