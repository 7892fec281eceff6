"""What somebody types into the search, understood: words, "a phrase", -without, client:, from:, is:, before:, after:."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from projectie.search.words import folded, words
from projectie.tickets.filters import folded as folded_tag
from projectie.tickets.models import Column

MOST_TERMS = 12
SHORTEST_PREFIX = 2

_PIECE = re.compile(r'(?P<minus>-)?(?:(?P<key>[^\W\d_]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))')
_KEYS: Mapping[str, str] = {
    "client": "client", "klant": "client", "from": "sender", "van": "sender", "is": "state",
    "before": "before", "voor": "before", "after": "after", "na": "after", "tag": "tag", "label": "tag",
}  # fmt: skip
_OPEN = frozenset(Column) - {Column.DONE}
_STATES: Mapping[str, frozenset[Column]] = {
    "open": _OPEN, "done": frozenset({Column.DONE}), "closed": frozenset({Column.DONE}),
    "dicht": frozenset({Column.DONE}), "afgerond": frozenset({Column.DONE}),
    "new": frozenset({Column.NEW}), "nieuw": frozenset({Column.NEW}),
    "triaged": frozenset({Column.TRIAGED}), "beoordeeld": frozenset({Column.TRIAGED}),
    "planned": frozenset({Column.PLANNED}), "ingepland": frozenset({Column.PLANNED}),
    "waiting": frozenset({Column.WAITING}), "wacht": frozenset({Column.WAITING}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand in a ticket: one, or several in a row; `prefix`: the last one may go on."""

    words: tuple[str, ...]
    prefix: bool = False
    exact: bool = False  # as it is written, no other form of it


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: all of `terms`, none of `without`, under these conditions."""

    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    client: str = ""  # folded words of a name
    sender: str = ""  # part of a name or an address
    columns: frozenset[Column] = frozenset()  # empty: all
    tag: str = ""  # without case and accents
    before: date | None = None
    after: date | None = None
    unknown: tuple[str, ...] = field(default=())  # conditions that could not be read, as they were typed

    @property
    def empty(self) -> bool:
        """Whether nothing was asked for."""
        return self == Asked(without=self.without, unknown=self.unknown)


def understood(text: str) -> Asked:
    """Return what was asked; whatever is no condition is words. Never raises."""
    asked = Asked()
    for piece in _PIECE.finditer(text):
        key = _KEYS.get((piece["key"] or "").casefold())
        value = piece["quoted"] if piece["quoted"] is not None else piece["plain"]
        known = _with(asked, key, value) if key and not piece["minus"] else None
        if known is not None:
            asked = known
        elif key and not piece["minus"]:
            asked = replace(asked, unknown=(*asked.unknown, piece.group()))
        else:
            asked = _with_words(asked, piece)
    return _last_goes_on(asked, text)


def _with(asked: Asked, key: str, value: str) -> Asked | None:
    """Return the search with a condition more; None when the value is none."""
    if key == "state":
        columns = _STATES.get(value.casefold())
        return replace(asked, columns=asked.columns | columns) if columns else None
    if key in {"before", "after"}:
        day = _day(value)
        limited = replace(asked, before=day) if key == "before" else replace(asked, after=day)
        return limited if day else None
    if key == "tag":
        return replace(asked, tag=folded_tag(value.strip().lstrip("#"))) if value.strip("# ") else None
    meant = " ".join(words(value)) if key == "client" else value.strip().lower()
    narrowed = replace(asked, client=meant) if key == "client" else replace(asked, sender=meant)
    return narrowed if meant else None


def _day(text: str) -> date | None:
    """Return a day as people write one: 2026-11-30, 30-11-2026 or 30/11/2026."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-/](\d{1,2})[-/](\d{4})", text.strip())
    if not found:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _with_words(asked: Asked, piece: re.Match[str]) -> Asked:
    quoted, plain = piece["quoted"], piece["plain"] or ""
    said = tuple(words(f"{piece['key'] or ''} {plain if quoted is None else quoted}"))
    if not said or len(asked.terms) + len(asked.without) >= MOST_TERMS:
        return asked
    prefix = plain.endswith("*") and len(said[-1]) >= SHORTEST_PREFIX
    term = Term(said, prefix=prefix, exact=quoted is not None)
    return (
        replace(asked, without=(*asked.without, term))
        if piece["minus"]
        else replace(asked, terms=(*asked.terms, term))
    )


def _last_goes_on(asked: Asked, text: str) -> Asked:
    """Let the word that is being typed be the beginning of one."""
    if not asked.terms or not text or not folded(text[-1]):
        return asked
    last = asked.terms[-1]
    typed = words(text)[-1:]
    if last.exact or list(last.words[-1:]) != typed or len(last.words[-1]) < SHORTEST_PREFIX:
        return asked
    return replace(asked, terms=(*asked.terms[:-1], replace(last, prefix=True)))
