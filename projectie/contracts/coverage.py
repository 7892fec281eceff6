"""What a client's contract says about a service, and what that means for the bill (R4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from projectie.terms.figures import Cell, Condition, Coverage, Matrix


class Finding(StrEnum):
    """What the contract says."""

    COVERED = "covered"
    CONDITION_MET = "condition_met"
    CONDITION_NOT_MET = "condition_not_met"
    ON_REQUEST = "on_request"
    INCLUDED = "included"
    PER_SLA = "per_sla"
    NOT_COVERED = "not_covered"
    NO_CONTRACT = "no_contract"  # unknown: the client has none, or the ticket has no client
    NO_SERVICE = "no_service"  # unknown: not chosen yet, or not in these terms


class Consequence(StrEnum):
    """How the work is paid."""

    CREDITS = "credits"
    FREE = "free"
    SLA = "sla"
    NONE = "none"  # the contract does not provide for it: agree first


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """What the rule asks of the client's record."""

    tier: str | None  # key of the contract's tier; None without a contract
    studio_supplies_mail: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the contract says, what follows from it, and the cell it stands in (None if unknown)."""

    finding: Finding
    consequence: Consequence
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Deviation:
    """What staff decided instead of the contract, and why."""

    consequence: Consequence
    because: str

    def __post_init__(self) -> None:
        """Refuse a deviation without a reason in words with a ValueError."""
        if not self.because.strip():
            raise ValueError("Deciding otherwise than the contract needs a reason.")


CONSEQUENCES: Mapping[Finding, Consequence] = {
    Finding.COVERED: Consequence.CREDITS,
    Finding.CONDITION_MET: Consequence.CREDITS,
    Finding.CONDITION_NOT_MET: Consequence.NONE,
    Finding.ON_REQUEST: Consequence.CREDITS,
    Finding.INCLUDED: Consequence.FREE,
    Finding.PER_SLA: Consequence.SLA,
    Finding.NOT_COVERED: Consequence.NONE,
    Finding.NO_CONTRACT: Consequence.NONE,
    Finding.NO_SERVICE: Consequence.NONE,
}


def coverage_of(matrix: Matrix, service: str | None, client: ClientFacts) -> Verdict:
    """Return what the contract says about the service with that key (R4)."""
    if client.tier is None or client.tier not in {tier.key for tier in matrix.tiers}:
        return _verdict(Finding.NO_CONTRACT)
    if service is None or (service, client.tier) not in matrix.cells:
        return _verdict(Finding.NO_SERVICE)
    cell = matrix.cells[service, client.tier]
    return _verdict(_finding(cell, client), cell)


def consequence_of(verdict: Verdict, deviation: Deviation | None) -> Consequence:
    """Return how the work is paid: as the contract says, unless staff decided otherwise (R4)."""
    return verdict.consequence if deviation is None else deviation.consequence


def effective(verdict: Verdict, deviation: Deviation | None, *, asked: bool) -> Consequence:
    """Return how the work is paid in the end; what is done on request alone needs somebody who asked for it (R4)."""
    if deviation is None and verdict.finding is Finding.ON_REQUEST and not asked:
        return Consequence.NONE
    return consequence_of(verdict, deviation)


def _finding(cell: Cell, client: ClientFacts) -> Finding:
    if cell.coverage is not Coverage.CONDITION:
        return Finding(cell.coverage.value)
    met = cell.condition is None or _holds(cell.condition, client)
    return Finding.CONDITION_MET if met else Finding.CONDITION_NOT_MET


def _holds(condition: Condition, client: ClientFacts) -> bool:
    return {Condition.STUDIO_MAIL: client.studio_supplies_mail}[condition]


def _verdict(finding: Finding, cell: Cell | None = None) -> Verdict:
    return Verdict(finding, CONSEQUENCES[finding], cell)
