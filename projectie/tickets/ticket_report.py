"""Tickets and the board as outside checks read them (contracts.md)."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.people.models import Organisation, Person
from projectie.tickets.mail_report import message_objects
from projectie.tickets.models import Column, Message, Ticket


def ticket_object(session: Session, number: int) -> dict[str, Any] | None:
    """Return the ticket with its messages, or nothing when there is none."""
    ticket = session.get(Ticket, number, populate_existing=True)
    if ticket is None:
        return None
    above = (Ticket.column == ticket.column, Ticket.position < ticket.position)
    messages = session.scalars(select(Message).where(Message.ticket_number == number).order_by(Message.id))
    return {
        "number": ticket.number,
        "subject": ticket.subject,
        "column": ticket.column.value,
        "kind": ticket.kind.value if ticket.kind else None,
        "impact": ticket.impact.value if ticket.impact else None,
        "urgency": ticket.urgency.value if ticket.urgency else None,
        "priority": ticket.priority.value if ticket.priority else None,
        "organisation": _organisation(session, ticket.organisation_id),
        "requester": {"name": ticket.requester_name, "address": ticket.requester_address},
        "assignee": _assignee(session, ticket.assignee_id),
        "version": ticket.version,
        "position": 1 + (session.scalar(select(func.count()).select_from(Ticket).where(*above)) or 0),
        "response_from": _iso(ticket.response_from),
        "response_by": _iso(ticket.response_by),
        "planned": ticket.planned.isoformat() if ticket.planned else None,
        "messages": message_objects(session, list(messages)),
    }


def board_object(session: Session) -> list[dict[str, Any]]:
    """Return the numbers in every column, in order; done holds all that are done."""
    numbers: dict[Column, list[int]] = {column: [] for column in Column}
    for number, column in session.execute(
        select(Ticket.number, Ticket.column).order_by(Ticket.position, Ticket.number)
    ):
        numbers[column].append(number)
    return [{"id": column.value, "tickets": numbers[column]} for column in Column]


def _organisation(session: Session, number: int | None) -> dict[str, Any] | None:
    found = session.get(Organisation, number) if number else None
    return {"id": found.id, "name": found.name} if found else None


def _assignee(session: Session, number: int | None) -> dict[str, Any] | None:
    found = session.get(Person, number) if number else None
    return {"id": found.id, "name": found.name} if found else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
