"""Tickets as the planning shows them, with what is left to do (R9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from projectie.people.models import Organisation
from projectie.planning.booked import booked
from projectie.planning.breaking import Break
from projectie.planning.outlook import left_of
from projectie.planning.reading import Desk
from projectie.tickets.board_models import Estimate
from projectie.tickets.models import Column, Ticket
from projectie.tickets.sla_models import SlaClock


@dataclass(frozen=True, slots=True)
class Card:
    """A ticket as the planning shows it."""

    number: int
    subject: str
    whose: str
    who: int | None
    assignee: str | None
    column: Column
    minutes: int
    estimated: bool
    version: int
    planned: date | None
    planned_until: date | None
    broken: Break | None = None


def cards_of(
    session: Session, numbers: Iterable[int], desk: Desk, breaks: Iterable[Break]
) -> dict[int, Card]:
    """Return those tickets by number, each with why its promise will break; one statement."""
    broken = {each.work.ticket: each for each in breaks}
    rows = session.execute(planned_tickets().where(Ticket.number.in_(list(numbers))))
    return {row.number: card_of(row, desk, broken.get(row.number)) for row in rows}


@lru_cache
def planned_tickets() -> Select[*tuple[Any, ...]]:
    """Return the select of what `card_of` reads of tickets, and of when they were promised; to be narrowed."""
    return (
        select(
            Ticket.number,
            Ticket.subject,
            Organisation.name,
            Ticket.requester_name,
            Ticket.assignee_id,
            Ticket.opened_at,
            Ticket.terms_number,
            Ticket.version,
            Ticket.column,
            Ticket.planned,
            Ticket.planned_until,
            Estimate.minutes,
            booked(Ticket.number).label("booked"),
            SlaClock.resolution_due,
        )
        .outerjoin(SlaClock, SlaClock.ticket_number == Ticket.number)
        .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
        .outerjoin(Estimate, Estimate.ticket_number == Ticket.number)
    )


def card_of(row: Any, desk: Desk, broken: Break | None) -> Card:
    """Return the card of a row of `planned_tickets`."""
    return Card(
        number=row.number,
        subject=row.subject,
        whose=row.name or row.requester_name,
        who=row.assignee_id,
        assignee=desk.names.get(row.assignee_id),
        column=row.column,
        minutes=left_of(row.minutes, row.booked, desk.assumed),
        estimated=row.minutes is not None,
        version=row.version,
        planned=row.planned,
        planned_until=row.planned_until,
        broken=broken,
    )
