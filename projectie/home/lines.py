"""Tickets as first pages list them: one line each, read in one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, select
from sqlalchemy.orm import Session

from projectie.listing import Listing, listed
from projectie.people.models import Organisation
from projectie.tickets.columns import OPEN
from projectie.tickets.models import Column, Ticket
from projectie.tickets.planning_promises import Span
from projectie.tickets.planning_words import when_in_words
from projectie.tickets.priority import RANK, Priority
from projectie.tickets.promises import ResponsePromise, State, response_state
from projectie.tickets.sla_models import SlaClock


@dataclass(frozen=True, slots=True)
class TicketLine:
    """What a first page says of a ticket."""

    number: int
    subject: str
    organisation: str | None
    requester: str
    column: Column
    priority: Priority | None
    opened_at: datetime
    response_from: datetime | None
    response_by: datetime | None
    answered_at: datetime | None
    planned: date | None
    planned_until: date | None
    solved_by: datetime | None  # promised by an SLA (R10)
    private: bool = False  # of its requester and the studio alone

    @property
    def planned_in_words(self) -> str:
        """When the work is done, as a sentence goes on; empty where nothing is promised."""
        days = Span(self.planned, self.planned_until)
        return when_in_words(days) if days.first else ""

    def is_overdue(self, today: date) -> bool:
        """Return whether the work was promised for days that are over (R9)."""
        return self.planned_until is not None and self.planned_until < today

    def response(self, now: datetime) -> State | None:
        """Return how the response promise stands (R6); None where none runs."""
        if self.response_from is None or self.response_by is None:
            return None
        return response_state(ResponsePromise(self.response_from, self.response_by), self.answered_at, now)


def tickets() -> Select[*tuple[Any, ...]]:
    """Return the select of ticket lines, to narrow and to order."""
    columns = (
        Ticket.number,
        Ticket.subject,
        Organisation.name,
        Ticket.requester_name,
        Ticket.column,
        Ticket.priority,
        Ticket.opened_at,
        Ticket.response_from,
        Ticket.response_by,
        Ticket.answered_at,
        Ticket.planned,
        Ticket.planned_until,
        SlaClock.resolution_due,
        Ticket.private,
    )
    whose = select(*columns).outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
    return whose.outerjoin(SlaClock, SlaClock.ticket_number == Ticket.number)


def is_open() -> ColumnElement[bool]:
    """Return the condition under which there is still something to do."""
    return Ticket.column.in_(OPEN)


def is_owed() -> ColumnElement[bool]:
    """Return the condition under which a first answer is promised and not given (R6)."""
    return is_open() & Ticket.answered_at.is_(None) & Ticket.response_by.is_not(None)


def by_priority() -> ColumnElement[int]:
    """Return what to order by so that what goes first stands first (R8)."""
    ranks = {priority: rank for priority, rank in RANK.items() if priority is not None}
    return case(ranks, value=Ticket.priority, else_=RANK[None])


def lines(session: Session, query: Select[*tuple[Any, ...]], most: int, page: int = 1) -> Listing[TicketLine]:
    """Return at most so many lines, and whether there are more."""
    return listed(session, query, _line, page, size=most)


def _line(row: Row[*tuple[Any, ...]]) -> TicketLine:
    return TicketLine(*row)
