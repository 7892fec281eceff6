"""A new ticket: its number, its place on the board, its promise and the terms it stands under."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from projectie import history
from projectie.alerts.models import Cause
from projectie.alerts.raising import raise_alert
from projectie.database import written
from projectie.terms.in_force import Standing
from projectie.tickets.columns import lock_board, place_at_end
from projectie.tickets.models import Column, Ticket
from projectie.tickets.numbering import next_ticket
from projectie.tickets.promises import response_promise


@dataclass(frozen=True, slots=True)
class Request:
    """What a new ticket is about and whose it is."""

    subject: str
    organisation_id: int | None
    requester_id: int | None
    requester_name: str
    requester_address: str
    verified: bool
    language: str
    urgent_asked: bool
    private: bool = False  # its requester wants colleagues not to see it
    hint: int | None = None  # a ticket it may belong to (R30), or that it follows up (R17a)


def as_private_as(session: Session, request: Request, old: int) -> Request:
    """Return a request that follows up another one: as private as that was."""
    return replace(request, private=session.get_one(Ticket, old).private)


def open_ticket(
    session: Session, request: Request, standing: Standing, now: datetime, by: int | None = None
) -> Ticket:
    """Add a ticket at the end of the new column and return it; part of a deed that is open, and tells of it (R6, R2).

    New tickets stand first come, first served: the top of the column is what is due first.
    """
    promise = response_promise(now, standing.terms.terms.figures, standing.calendar)
    lock_board(session)
    given = next_ticket(session)
    ticket = Ticket(
        number=given.number,
        mark=given.mark,
        subject=request.subject[:500],
        column=Column.NEW,
        position=place_at_end(session, Column.NEW),
        column_since=now,
        version=given.version,
        kind=None,
        impact=None,
        urgency=None,
        priority=None,
        service=None,
        urgent_asked=request.urgent_asked,
        organisation_id=request.organisation_id,
        requester_id=request.requester_id,
        requester_name=request.requester_name[:200],
        requester_address=request.requester_address[:254],
        verified=request.verified,
        assignee_id=None,
        language=request.language,
        terms_number=standing.terms.number,
        opened_at=now,
        response_from=promise.from_,
        response_by=promise.by,
        answered_at=None,
        planned=None,
        planned_until=None,
        done_at=None,
        merged_into=None,
        private=request.private,
        lines=0,
        lines_done=0,
    )
    written(session, ticket)
    details: dict[str, int] = {"hint": request.hint} if request.hint else {}
    history.record(
        session, at=now, by=by, deed="ticket.opened", of=("ticket", ticket.number), details=details
    )
    if request.urgent_asked:
        raise_alert(session, ticket.number, Cause.URGENT, now)  # R13: in phone hours somebody looks at once
    return ticket
