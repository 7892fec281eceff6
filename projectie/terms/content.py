"""The terms as JSON-like data and back: what is stored is exactly what is read (R1).

Reading is strict about shape only. A draft may be incomplete or contradict itself: `rules.py` says so.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from datetime import time
from typing import Any

from projectie.terms.figures import (
    Block,
    Cell,
    Condition,
    Coverage,
    Figures,
    Matrix,
    Service,
    Terms,
    Text,
    Tier,
)
from projectie.terms.reading import Node, UnreadableError

_READERS: Mapping[Any, Any] = {
    int: Node.whole,
    time: Node.clock,
    tuple[int, ...]: lambda node: tuple(row.whole() for row in node.rows()),
}

# A version published before a figure was there is never changed (R2): it reads as another of its figures.
_BEFORE: Mapping[str, str] = {"complaint_extension_days": "complaint_answer_days"}


def to_data(terms: Terms) -> dict[str, Any]:
    """Return the terms as dicts, lists, texts, whole numbers and null."""
    return {
        "figures": {name: _plain(value) for name, value in asdict(terms.figures).items()},
        "matrix": _matrix_data(terms.matrix),
        "prose": [asdict(block) for block in terms.prose],
    }


def from_data(data: object) -> Terms:
    """Return the terms in that data; raise UnreadableError with the path of the first wrong value."""
    parts = Node(data).record(("figures", "matrix", "prose"))
    return Terms(
        figures=_figures(parts["figures"]),
        matrix=_matrix(parts["matrix"]),
        prose=tuple(_block(row) for row in parts["prose"].rows()),
    )


def to_json(terms: Terms) -> str:
    """Return the terms as JSON text for people: indented, one value a line."""
    return json.dumps(to_data(terms), ensure_ascii=False, indent=2) + "\n"


def from_json(text: str) -> Terms:
    """Return the terms in that JSON text; raise UnreadableError, also for a name that stands twice."""
    return from_data(parsed(text))


def parsed(text: str) -> object:
    """Return JSON data in which no name hides another; raise UnreadableError."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except UnreadableError:
        raise
    except (ValueError, RecursionError) as error:
        raise UnreadableError("", f"JSON ({error})") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    seen: dict[str, object] = {}
    for name, value in pairs:
        if name in seen:
            raise UnreadableError(name, "this name once only")
        seen[name] = value
    return seen


def _plain(value: object) -> object:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return list(value) if isinstance(value, tuple) else value


def _matrix_data(matrix: Matrix) -> dict[str, Any]:
    cells: dict[str, dict[str, Any]] = {}
    for (service, tier), cell in matrix.cells.items():
        cells.setdefault(service, {})[tier] = _cell_data(cell)
    return {
        "services": [asdict(service) for service in matrix.services],
        "tiers": [asdict(tier) for tier in matrix.tiers],
        "cells": cells,
        "legend": {coverage.value: asdict(words) for coverage, words in matrix.legend.items()},
    }


def _cell_data(cell: Cell) -> dict[str, Any]:
    return {
        "coverage": cell.coverage.value,
        "condition": cell.condition.value if cell.condition else None,
        "note": asdict(cell.note) if cell.note else None,
    }


def _figures(node: Node) -> Figures:
    kinds = {field.name: field.type for field in fields(Figures)}
    there = node.fields()
    stands_for = {name: name if name in there else _BEFORE.get(name, name) for name in kinds}
    since = {
        field.name for field in fields(Figures) if field.default is not MISSING
    }  # what versions before lack
    known = node.record(
        tuple(dict.fromkeys(stands for name, stands in stands_for.items() if name not in since)), since
    )
    given = {name: known[stands] for name, stands in stands_for.items() if stands in known}
    return Figures(**{name: _READERS[kinds[name]](found) for name, found in given.items()})


def _matrix(node: Node) -> Matrix:
    parts = node.record(("services", "tiers", "cells", "legend"))
    return Matrix(
        services=tuple(Service(*_named(row)) for row in parts["services"].rows()),
        tiers=tuple(Tier(*_named(row)) for row in parts["tiers"].rows()),
        cells={
            (service, tier): _cell(cell)
            for service, row in parts["cells"].fields().items()
            for tier, cell in row.fields().items()
        },
        legend=dict(_legend(word, words) for word, words in parts["legend"].fields().items()),
    )


def _named(node: Node) -> tuple[str, Text]:
    parts = node.record(("key", "name"))
    return parts["key"].text(), _text(parts["name"])


def _legend(word: str, words: Node) -> tuple[Coverage, Text]:
    return Node(word, words.path).choice(Coverage), _text(words)


def _cell(node: Node) -> Cell:
    parts = node.record(("coverage", "condition", "note"))
    return Cell(
        coverage=parts["coverage"].choice(Coverage),
        condition=parts["condition"].maybe(lambda part: part.choice(Condition)),
        note=parts["note"].maybe(_text),
    )


def _block(node: Node) -> Block:
    parts = node.record(("key", "title", "body"))
    return Block(parts["key"].text(), _text(parts["title"]), _text(parts["body"]))


def _text(node: Node) -> Text:
    parts = node.record(("nl", "en"))
    return Text(parts["nl"].text(), parts["en"].text())
