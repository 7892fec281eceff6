"""What somebody promised: the planned tickets that are theirs and not done, each with how often it moved."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.people.models import Organisation
from projectie.tickets.models import Column, Ticket
from projectie.tickets.promise_models import PlanningPromise, PromiseTakenBack

MOST = 1000


@dataclass(frozen=True, slots=True)
class Promised:
    """A planned ticket; `sequence` and `changed_at` rise whenever its promise is made, moved or taken back."""

    number: int
    subject: str
    organisation: str | None
    first: date
    last: date
    sequence: int
    changed_at: datetime


def promised_by(session: Session, person: int) -> list[Promised]:
    """Return what that person has planned, the first first; two statements."""
    query = (
        select(
            Ticket.number,
            Ticket.subject,
            Organisation.name,
            Ticket.planned,
            Ticket.planned_until,
            Ticket.column_since,
        )
        .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
        .where(Ticket.assignee_id == person, Ticket.column != Column.DONE, Ticket.planned.is_not(None))
        .order_by(Ticket.planned, Ticket.number)
        .limit(MOST)
    )
    rows = session.execute(query).all()
    changes = _changes(session, [row[0] for row in rows])
    return [
        Promised(
            row.number,
            row.subject,
            row.name,
            row.planned,
            row.planned_until or row.planned,
            *changes.get(row.number, (0, row.column_since)),
        )
        for row in rows
    ]


def _changes(session: Session, numbers: list[int]) -> dict[int, tuple[int, datetime]]:
    """Return how often each promise was made, moved or taken back since the first, and when it last was."""
    query = (
        select(
            PlanningPromise.ticket_number,
            func.count(PlanningPromise.id),
            func.count(PromiseTakenBack.promise_id),
            func.max(PlanningPromise.made_at),
            func.max(PromiseTakenBack.at),
        )
        .outerjoin(PromiseTakenBack, PromiseTakenBack.promise_id == PlanningPromise.id)
        .where(PlanningPromise.ticket_number.in_(numbers))
        .group_by(PlanningPromise.ticket_number)
    )
    return {
        number: (made + taken - 1, max(made_at, taken_at or made_at))
        for number, made, taken, made_at, taken_at in session.execute(query)
    }
