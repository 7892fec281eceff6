"""How the work on a ticket is paid (R4): what the contract says, unless staff decided otherwise. Billing reads this."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from projectie.contracts.coverage import (
    ClientFacts,
    Consequence,
    Deviation,
    Finding,
    Verdict,
    coverage_of,
    effective,
)
from projectie.contracts.queries import tier_on
from projectie.people.models import Organisation, Person
from projectie.terms.figures import Matrix, Tier
from projectie.terms.in_force import in_force
from projectie.tickets.coverage_models import CoverageDecision, WorkRequest
from projectie.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Covered:
    """What the contract says of a ticket, what was decided and asked, and how the work is paid in the end."""

    matrix: Matrix
    tier: Tier | None
    verdict: Verdict
    decision: CoverageDecision | None  # the last one; it may say: as the contract does
    decided_by: str
    deviation: Deviation | None  # what follows from that decision, where it is otherwise than the contract
    request: WorkRequest | None
    consequence: Consequence


def covered(session: Session, ticket: Ticket, day: date) -> Covered:
    """Return the coverage of a ticket on that local day: the one place that says how its work is paid (R4)."""
    tier = tier_on(session, ticket.organisation_id, day) if ticket.organisation_id else None
    return covered_by(session, ticket, tier, in_force(session, day).terms.matrix)


def covered_by(session: Session, ticket: Ticket, tier: str | None, matrix: Matrix) -> Covered:
    """Return the same for a tier and a matrix that are known already."""
    organisation = session.get(Organisation, ticket.organisation_id) if ticket.organisation_id else None
    client = ClientFacts(tier, studio_supplies_mail=bool(organisation and organisation.studio_mail))
    verdict = coverage_of(matrix, ticket.service, client)
    decision, decided_by = _last_decision(session, ticket.number)
    on_request = verdict.finding is Finding.ON_REQUEST
    request = session.scalars(_requests(ticket.number)).first() if on_request else None
    deviation = _deviation(decision)
    return Covered(
        matrix=matrix,
        tier=next((each for each in matrix.tiers if each.key == tier), None),
        verdict=verdict,
        decision=decision,
        decided_by=decided_by,
        deviation=deviation,
        request=request,
        consequence=effective(verdict, deviation, asked=request is not None),
    )


def _last_decision(session: Session, number: int) -> tuple[CoverageDecision | None, str]:
    last = (
        select(CoverageDecision, Person.name)
        .join(Person, Person.id == CoverageDecision.made_by)
        .where(CoverageDecision.ticket_number == number)
        .order_by(CoverageDecision.id.desc())
        .limit(1)
    )
    row = session.execute(last).first()
    return (row[0], row[1]) if row else (None, "")


def _requests(number: int) -> Select[WorkRequest]:
    return (
        select(WorkRequest)
        .where(WorkRequest.ticket_number == number)
        .order_by(WorkRequest.id.desc())
        .limit(1)
    )


def _deviation(decision: CoverageDecision | None) -> Deviation | None:
    if decision is None or decision.consequence is None:
        return None
    return Deviation(decision.consequence, decision.because)
