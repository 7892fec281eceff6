"""How a ticket really stands, for somebody whose screen was behind."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.history import History
from projectie.people.models import Person
from projectie.tickets.models import Column, Ticket

MOVES = ("ticket.placed", "ticket.placement_undone", "ticket.woken", "ticket.reopened", "ticket.duplicate")


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a ticket is now, and who did the last thing to it (None: the desk itself, as after a mail)."""

    number: int
    subject: str
    column: Column
    version: int
    by: int | None
    name: str | None
    moved: bool  # that last thing was a move


def truth_of(session: Session, ticket: Ticket) -> Truth:
    """Return how that ticket stands, from the last line of its history."""
    last = (
        select(History.deed, Person.id, Person.name)
        .outerjoin(Person, Person.id == History.actor_id)
        .where(History.subject == "ticket", History.subject_id == ticket.number)
        .order_by(History.id.desc())
        .limit(1)
    )
    line = session.execute(last).first()
    return Truth(
        number=ticket.number,
        subject=ticket.subject,
        column=ticket.column,
        version=ticket.version,
        by=line.id if line else None,
        name=line.name if line else None,
        moved=line is not None and line.deed in MOVES,
    )
