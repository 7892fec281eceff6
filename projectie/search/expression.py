"""A search as the two databases read it. Words hold letters and digits alone, so nothing in them can be syntax."""

from collections.abc import Callable, Sequence

from projectie.search.asked import Asked, Term
from projectie.search.words import stems


def for_sqlite(asked: Asked) -> str:
    """Return the MATCH of FTS5; empty when no words are asked for."""
    wanted = " AND ".join(_sqlite(term) for term in asked.terms)
    if not wanted:
        return ""
    without = " OR ".join(_sqlite(term) for term in asked.without)
    return f"({wanted}) NOT ({without})" if without else wanted


def for_postgresql(asked: Asked) -> str:
    """Return the tsquery; empty when no words are asked for."""
    if not asked.terms:
        return ""
    without = (f"!{_postgresql(term)}" for term in asked.without)
    return " & ".join([*(_postgresql(term) for term in asked.terms), *without])


def _sqlite(term: Term) -> str:
    star = "*" if term.prefix else ""
    phrase = f'"{" ".join(term.words)}"{star}'
    return _either(term, phrase, lambda stem: f'"{stem}"', " OR ")


def _postgresql(term: Term) -> str:
    star = ":*" if term.prefix else ""
    phrase = " <-> ".join(f"'{word}'" for word in term.words)
    phrase = f"({phrase}{star})"
    return _either(term, phrase, lambda stem: f"'{stem}'", " | ")


def _either(term: Term, phrase: str, written: Callable[[str], str], joined: str) -> str:
    """Return the word itself or a form of it; several words in a row are looked for as they are."""
    forms: Sequence[str] = stems(term.words[0]) if len(term.words) == 1 and not term.exact else ()
    return f"({joined.join([phrase, *map(written, forms)])})"
