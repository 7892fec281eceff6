"""Cards on the board, for tests: tickets that somebody mailed and staff triaged."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from projectie.database import db, transaction
from projectie.tickets.models import Column, Ticket
from projectie.tickets.position import GAP
from tests.town import LONG_AGO, Town


def card(town: Town, column: Column = Column.NEW, *, now: datetime = LONG_AGO, **values: Any) -> int:
    """Add a ticket at the end of a column and return its number."""
    with transaction() as session:
        last = session.scalar(select(func.max(Ticket.position)).where(Ticket.column == column))
        number = (session.scalar(select(func.max(Ticket.number))) or 1000) + 1
        ticket = Ticket(
            **{**usual(town, number, now), "column": column, "position": (last or 0) + GAP, **values}
        )
        if column is Column.DONE and "done_at" not in values:
            ticket.done_at = now
        session.add(ticket)
        return ticket.number


def order(column: Column) -> list[int]:
    """Return the numbers in a column, in order."""
    db.session.rollback()
    found = select(Ticket.number).where(Ticket.column == column).order_by(Ticket.position, Ticket.number)
    return list(db.session.scalars(found))


def ticket(number: int) -> Ticket:
    """Return a ticket as it is now."""
    db.session.rollback()
    return db.session.get_one(Ticket, number, populate_existing=True)


def usual(town: Town, number: int, now: datetime) -> dict[str, Any]:
    """Return what a ticket of Lotte holds when it comes in."""
    return {
        "number": number,
        "subject": f"Formulier {number}",
        "column_since": now,
        "version": 1,
        "urgent_asked": False,
        "organisation_id": town.leiden.id,
        "requester_id": town.lotte.id,
        "requester_name": town.lotte.name,
        "requester_address": town.lotte.email,
        "verified": True,
        "language": "nl",
        "terms_number": 1,
        "opened_at": now,
    }
