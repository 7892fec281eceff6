"""A text in two languages, paragraph beside paragraph (R3)."""

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

# What prose.py lets through: at the top there are paragraphs and lists only.
_TAGS = re.compile(r"<(/?)(?:p|ul|ol)>")


def paragraphs(html: Markup) -> tuple[Markup, ...]:
    """Return the paragraphs and lists at the top of a prose; joined they are the prose."""
    return tuple(Markup(piece) for piece in _pieces(str(html)))  # noqa: S704 (cut between whole elements)


def beside(texts: Sequence[Markup]) -> tuple[tuple[Markup, ...], ...]:
    """Return rows with a paragraph of each text; whole texts in one row where their shapes differ."""
    cut = [paragraphs(text) for text in texts]
    if len({len(pieces) for pieces in cut}) > 1:
        return (tuple(texts),)
    return tuple(zip(*cut, strict=True))


def _pieces(html: str) -> Iterator[str]:
    start = depth = 0
    for tag in _TAGS.finditer(html):
        depth += -1 if tag[1] else 1
        if depth == 0:
            yield html[start : tag.end()].strip()
            start = tag.end()
    if rest := html[start:].strip():
        yield rest
