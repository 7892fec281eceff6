"""What a client's contract says, as a letter lists it: a line per service (R4, R25)."""

from collections.abc import Mapping
from dataclasses import dataclass

from projectie.contracts.coverage import ClientFacts, Finding, coverage_of
from projectie.terms.figures import Matrix, Service
from projectie.terms.placeholders import Filling
from projectie.terms.prose import fill


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service, what the contract says of it, and the footnote where there is one to know, in one language."""

    service: str
    finding: Finding
    note: str


@dataclass(frozen=True, slots=True)
class ContractWords:
    """A contract in one language."""

    tier: str
    per_sla: bool  # all of it is agreed in the SLA: there is nothing to list
    lines: tuple[ServiceLine, ...]


def contract_in_words(
    matrix: Matrix, client: ClientFacts, said: Mapping[str, Filling], language: str
) -> ContractWords | None:
    """Return what the contract says, in that language; None without a contract under these terms (R4)."""
    tier = next((tier for tier in matrix.tiers if tier.key == client.tier), None)
    if tier is None:
        return None
    lines = tuple(_line(service, matrix, client, said, language) for service in matrix.services)
    per_sla = all(line.finding is Finding.PER_SLA for line in lines)
    return ContractWords(tier.name.in_(language), per_sla, lines)


def _line(
    service: Service, matrix: Matrix, client: ClientFacts, said: Mapping[str, Filling], language: str
) -> ServiceLine:
    verdict = coverage_of(matrix, service.key, client)
    note = verdict.cell.note if verdict.cell else None
    if verdict.finding is Finding.CONDITION_MET:  # the client need not weigh a condition that is met
        return ServiceLine(service.name.in_(language), Finding.COVERED, "")
    filled = fill(note.in_(language), said) if note else ""
    return ServiceLine(service.name.in_(language), verdict.finding, filled)
