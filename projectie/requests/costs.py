"""What a request costs so far and how that came about, where it stops, and its receipt (R17, R17c, R25a)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.people.models import Person
from projectie.people.scope import seen_by
from projectie.tickets.models import Column, Ticket
from projectie.work.arithmetic import arithmetic_of
from projectie.work.ceilings import Standing, ceilings_of
from projectie.work.costing import cost_of
from projectie.work.models import Receipt
from projectie.work.pieces import pieces_of
from projectie.work.words import lines_of


@dataclass(frozen=True, slots=True)
class Costs:
    """The cost of one request, as its client reads it."""

    credits: int
    waived: int  # leniency, the gift it is (R16)
    sums: tuple[str, ...]  # the arithmetic, a line each
    ceiling: Standing | None
    receipt: int | None


def costs_of(session: Session, ticket: Ticket, reader: Person) -> Costs:
    """Return what a client reads of the cost."""
    booked = pieces_of(session, ticket.number)
    cost = cost_of(session, ticket, booked) if booked else None
    sums = tuple(lines_of(arithmetic_of(cost))) if cost else ()
    ceilings = ceilings_of(session, ticket.organisation_id) if ticket.organisation_id else {}
    receipt = _receipt(session, ticket, reader) if ticket.column is Column.DONE else None
    return Costs(
        cost.net if cost else 0, cost.waived if cost else 0, sums, ceilings.get(ticket.number), receipt
    )


def _receipt(session: Session, ticket: Ticket, reader: Person) -> int | None:
    written = (Receipt.ticket_number == ticket.number, Receipt.written_at.is_not(None))
    receipts = select(Receipt.id).where(*written).order_by(Receipt.id.desc()).limit(1)
    return session.scalar(seen_by(reader, receipts, Receipt.organisation_id))
