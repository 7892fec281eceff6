"""How the work on a ticket is paid (R4): what the contract says, unless staff decided otherwise. Billing reads this."""

from collections.abc import Collection
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
from projectie.contracts.queries import tier_on, tiers_of
from projectie.people.models import Organisation, Person
from projectie.terms.figures import Matrix, Tier
from projectie.terms.in_force import Published, in_force, versions
from projectie.tickets.coverage_models import CoverageDecision, WorkRequest
from projectie.tickets.models import Ticket

DECIDED, REQUESTED = "ticket.coverage_decided", "ticket.work_requested"
_EITHER = (DECIDED, REQUESTED)


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


def covered_by(
    session: Session, ticket: Ticket, tier: str | None, matrix: Matrix, deeds: Collection[str] = _EITHER
) -> Covered:
    """Return the same for a tier and a matrix that are known already, and perhaps what was ever done to the ticket."""
    organisation = session.get(Organisation, ticket.organisation_id) if ticket.organisation_id else None
    client = ClientFacts(tier, studio_supplies_mail=bool(organisation and organisation.studio_mail))
    verdict = coverage_of(matrix, ticket.service, client)
    decision, decided_by = _last_decision(session, ticket.number) if DECIDED in deeds else (None, "")
    on_request = verdict.finding is Finding.ON_REQUEST and REQUESTED in deeds
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


@dataclass(frozen=True, slots=True)
class PaidBy:
    """All that says how work on a ticket is paid: by the contract and the terms of its day, or as staff decided (R4)."""

    service: str | None
    tiers: tuple[tuple[date, date | None, str], ...] = ()  # of the client, each with its first and last day
    published: tuple[Published, ...] = ()
    supplies_mail: bool = False
    decided: Consequence | None = None  # for every day
    asked: bool = False

    def on(self, day: date) -> Consequence:
        """Return how work of that day is paid."""
        if self.decided is not None:
            return self.decided
        tier = next(
            (key for since, until, key in self.tiers if since <= day and (until is None or day <= until)),
            None,
        )
        held = max((each for each in self.published if each.in_force_from <= day), key=_newest)
        verdict = coverage_of(held.terms.matrix, self.service, ClientFacts(tier, self.supplies_mail))
        return effective(verdict, None, asked=self.asked)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known already of a ticket: what was ever done to it, the client's contracts, the terms of its days."""

    deeds: Collection[str] = _EITHER
    tiers: tuple[tuple[date, date | None, str], ...] | None = None
    published: tuple[Published, ...] | None = None
    decided: tuple[Consequence | None, ...] | None = None  # the last decision at the end


ANYTHING = Ground()


def paid_by(session: Session, ticket: Ticket, ground: Ground = ANYTHING) -> PaidBy:
    """Return all that says how work on a ticket is paid, whatever the day (R4): at most five statements."""
    client = ticket.organisation_id
    if not client:
        return PaidBy(ticket.service, decided=Consequence.NONE)
    decided = _decided(session, ticket.number, ground)
    if decided is not None:
        return PaidBy(ticket.service, decided=decided)
    organisation = session.get(Organisation, client)
    return PaidBy(
        service=ticket.service,
        tiers=tiers_of(session, client) if ground.tiers is None else ground.tiers,
        published=ground.published or versions(session),
        supplies_mail=bool(organisation and organisation.studio_mail),
        asked=REQUESTED in ground.deeds and session.scalars(_requests(ticket.number)).first() is not None,
    )


def _decided(session: Session, number: int, ground: Ground) -> Consequence | None:
    """Return how the work is paid as staff decided last; None: as the contract says."""
    if ground.decided is not None:
        return ground.decided[-1] if ground.decided else None
    decision, _name = _last_decision(session, number) if DECIDED in ground.deeds else (None, "")
    return decision.consequence if decision else None


def _newest(each: Published) -> tuple[date, int]:
    return each.in_force_from, each.number


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
