"""The column of the matrix a client has: per service what the contract says, in words (R4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from projectie.contracts.coverage import ClientFacts, Finding, coverage_of
from projectie.terms.figures import Matrix


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One service: its name, what the contract says, and the footnote in words; in one language."""

    service: str
    says: str
    finding: Finding
    note: str | None


def tier_names(matrix: Matrix, language: str) -> Mapping[str, str]:
    """Return the names of the tiers by key."""
    return {tier.key: tier.name.in_(language) for tier in matrix.tiers}


def column_of(matrix: Matrix, client: ClientFacts, language: str) -> tuple[ColumnLine, ...]:
    """Return a line per service of the terms; none without a contract under these terms (R4)."""
    if client.tier not in {tier.key for tier in matrix.tiers}:
        return ()
    return tuple(
        _line(matrix, service.key, service.name.in_(language), client, language)
        for service in matrix.services
    )


def _line(matrix: Matrix, key: str, name: str, client: ClientFacts, language: str) -> ColumnLine:
    verdict = coverage_of(matrix, key, client)
    if verdict.cell is None:
        return ColumnLine(name, "", verdict.finding, None)
    words = matrix.legend.get(verdict.cell.coverage)
    note = verdict.cell.note.in_(language) if verdict.cell.note else None
    return ColumnLine(name, words.in_(language) if words else verdict.cell.coverage, verdict.finding, note)
