"""All that decides on the cost of time, read at once for many tickets: what `cost_of` reads for one (R4, R16, R17)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from projectie.contracts.coverage import Consequence
from projectie.contracts.models import Contract
from projectie.people.models import Organisation
from projectie.terms.in_force import Published, versions
from projectie.tickets.coverage_models import CoverageDecision, WorkRequest
from projectie.tickets.covered import PaidBy
from projectie.tickets.models import Ticket
from projectie.work.costing import Cost
from projectie.work.models import LeniencyDecision
from projectie.work.pieces import Booked
from projectie.work.rules import NONE, Leniency, Rate


@dataclass(frozen=True, slots=True)
class Known:
    """All that decides on the cost of time, of every ticket."""

    tiers: Mapping[int, tuple[tuple[date, date | None, str], ...]]
    mail: frozenset[int]  # clients whose mail the studio supplies
    published: tuple[Published, ...]
    decided: Mapping[int, Consequence | None]
    asked: frozenset[int]
    lenient: Mapping[int, Leniency]

    def cost(
        self, booked: list[Booked], number: int, client: int | None, service: str | None, terms: int
    ) -> Cost:
        """Return what the ticket of that number costs."""
        by = PaidBy(
            service=service,
            tiers=self.tiers.get(client or 0, ()),
            published=self.published,
            supplies_mail=client in self.mail,
            decided=self.decided.get(number) if client else Consequence.NONE,
            asked=number in self.asked,
        )
        figures = next(each for each in self.published if each.number == terms).terms.figures
        rate = Rate(figures.minutes_per_credit, figures.minimum_credits)
        return Cost(tuple(booked), by, rate, self.lenient.get(number, NONE))


def known_of(session: Session, client: int | None = None) -> Known:
    """Return all that decides on the cost of time, of every client or of one; a fixed number of statements."""
    tiers: dict[int, tuple[tuple[date, date | None, str], ...]] = {}
    contracts = select(Contract.organisation_id, Contract.starts_on, Contract.ends_on, Contract.tier)
    if client is not None:
        contracts = contracts.where(Contract.organisation_id == client)
    for whose, first, last, tier in session.execute(contracts.order_by(Contract.id)):
        tiers[whose] = (*tiers.get(whose, ()), (first, last, tier))
    decisions = select(CoverageDecision.ticket_number, CoverageDecision.consequence).order_by(
        CoverageDecision.id
    )
    gifts = select(LeniencyDecision.ticket_number, LeniencyDecision.gift, LeniencyDecision.credits)
    gifts = gifts.order_by(LeniencyDecision.id)
    return Known(
        tiers=tiers,
        mail=frozenset(session.scalars(select(Organisation.id).where(Organisation.studio_mail.is_(True)))),
        published=versions(session),
        decided={row[0]: row[1] for row in session.execute(decisions.where(_of(CoverageDecision, client)))},
        asked=frozenset(session.scalars(select(WorkRequest.ticket_number).where(_of(WorkRequest, client)))),
        lenient={
            row[0]: Leniency(*row[1:]) for row in session.execute(gifts.where(_of(LeniencyDecision, client)))
        },
    )


def _of(
    deed: type[CoverageDecision | WorkRequest | LeniencyDecision], client: int | None
) -> ColumnElement[bool]:
    """Return the condition that a deed was done on a ticket of that client; of any client without one."""
    if client is None:
        return true()
    return deed.ticket_number.in_(select(Ticket.number).where(Ticket.organisation_id == client))
