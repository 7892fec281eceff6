"""The matrix as a reader gets it: a table in one language, with its footnotes numbered in the order they are met."""

from collections.abc import Mapping
from dataclasses import dataclass

from projectie.terms.figures import Cell, Matrix
from projectie.terms.placeholders import Filling
from projectie.terms.prose import fill


@dataclass(frozen=True, slots=True)
class Column:
    """A tier."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class TableCell:
    """What a tier gives for a service; `note` is the number of its footnote, from 1."""

    tier: str
    coverage: str
    words: str
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A service; a cell that a draft lacks is None."""

    name: str
    cells: tuple[TableCell | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Service × tier, and the footnotes in words (R4)."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def table(matrix: Matrix, said: Mapping[str, Filling], language: str) -> Table:
    """Return the matrix in that language, with what its placeholders say; the same note has one number."""
    notes: list[str] = []

    def cell(service: str, tier: str) -> TableCell | None:
        found = matrix.cells.get((service, tier))
        return _cell(found, tier, matrix, said, language, notes) if found else None

    rows = [
        Row(service.name.in_(language), tuple(cell(service.key, tier.key) for tier in matrix.tiers))
        for service in matrix.services
    ]
    columns = tuple(Column(tier.key, tier.name.in_(language)) for tier in matrix.tiers)
    return Table(columns, tuple(rows), tuple(notes))


def _cell(
    cell: Cell, tier: str, matrix: Matrix, said: Mapping[str, Filling], language: str, notes: list[str]
) -> TableCell:
    words = matrix.legend.get(cell.coverage)
    shown = fill(words.in_(language), said) if words else cell.coverage.value
    if cell.note is None:
        return TableCell(tier, cell.coverage, shown)
    return TableCell(tier, cell.coverage, shown, _number(fill(cell.note.in_(language), said), notes))


def _number(note: str, notes: list[str]) -> int:
    if note not in notes:
        notes.append(note)
    return notes.index(note) + 1
