"""Urgency on a client's page of a request: whether it was asked for, what was quoted, what was agreed (R13)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.people.models import Person
from projectie.requests.beside import hang
from projectie.tickets.models import Ticket
from projectie.urgent.queries import quotes_of


@hang("requests/_urgency.html", place=10)
def urgency(session: Session, number: int, reader: Person) -> dict[str, Any]:
    """Return what was asked and agreed, and every quote the client may read."""
    its = select(Ticket.urgent_asked.label("asked"), Ticket.urgent_by.label("by")).where(
        Ticket.number == number
    )
    # Whoever sees the request sees what their organisation was quoted for it.
    found = quotes_of(session, number)
    quotes = [each for each in found if each.quote.organisation_id == reader.organisation_id]
    return {"urgency": session.execute(its).one(), "quotes": quotes}
