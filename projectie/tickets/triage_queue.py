"""What waits in triage: the new column without what was put off, what is due first on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session

from projectie.database import UtcDateTime
from projectie.people.models import Person
from projectie.tickets.marks import Snooze
from projectie.tickets.models import Column, Ticket
from projectie.tickets.similar import Similar, Subject, similar

_NOW: Any = bindparam("now", type_=UtcDateTime)


@dataclass(frozen=True, slots=True)
class Queue:
    """The numbers in triage, in their order."""

    numbers: Sequence[int]

    def place(self, number: int) -> int | None:
        """Return the place of a ticket, counted from one; None when it is not in triage."""
        return self.numbers.index(number) + 1 if number in self.numbers else None

    def beside(self, number: int, step: int) -> int | None:
        """Return the ticket so many places further; None beyond either end."""
        place = (self.place(number) or 0) - 1 + step
        return self.numbers[place] if 0 <= place < len(self.numbers) else None

    def following(self, number: int) -> int | None:
        """Return what comes when this one is done with: the next, else the first of the others."""
        others = [each for each in self.numbers if each != number]
        return self.beside(number, 1) or (others[0] if others else None)


@dataclass(frozen=True, slots=True)
class PutOff:
    """A ticket that is left out until then; its promise runs on."""

    number: int
    subject: str
    until: datetime
    response_by: datetime | None
    name: str


def in_triage(at: Any = _NOW) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the condition under which a ticket waits in triage at that moment."""
    return Ticket.column == Column.NEW, ~exists().where(
        Snooze.ticket_number == Ticket.number, Snooze.until > at
    )


def count(at: Any = _NOW) -> ScalarSelect[int]:
    """Return how many wait, as a part of a select that reads more in one go; `now` is its moment."""
    return select(func.count(Ticket.number)).where(*in_triage(at)).scalar_subquery()


def queue(session: Session, now: datetime) -> Queue:
    """Return what waits in triage."""
    return Queue(list(session.scalars(_QUEUE, {"now": now})))


def put_off(session: Session, now: datetime) -> list[PutOff]:
    """Return what was put off, what comes back first on top."""
    return [PutOff(*row) for row in session.execute(_PUT_OFF, {"now": now})]


def last_arrival(session: Session) -> datetime | None:
    """Return when the newest ticket came in."""
    return session.scalar(select(func.max(Ticket.opened_at)))


def similar_to(session: Session, ticket: Ticket) -> list[Similar]:
    """Return the open tickets of the same client (or, unknown, of the same sender), the likest first."""
    if ticket.organisation_id is None and not ticket.requester_address:
        return []
    same = (
        Ticket.organisation_id == ticket.organisation_id
        if ticket.organisation_id is not None
        else Ticket.requester_address == ticket.requester_address
    )
    others = select(Ticket.number, Ticket.subject).where(
        same, Ticket.column != Column.DONE, Ticket.number != ticket.number
    )
    return similar(ticket.subject, [Subject(*row) for row in session.execute(others)])


def _queue() -> Select[int]:
    return (
        select(Ticket.number)
        .where(*in_triage())
        .order_by(Ticket.response_by.is_(None), Ticket.response_by, Ticket.opened_at, Ticket.number)
    )


_QUEUE = _queue()
_PUT_OFF = (
    select(Ticket.number, Ticket.subject, Snooze.until, Ticket.response_by, Person.name)
    .join(Snooze, Snooze.ticket_number == Ticket.number)
    .join(Person, Person.id == Snooze.person_id)
    .where(Ticket.column == Column.NEW, Snooze.until > _NOW)
    .order_by(Snooze.until, Ticket.number)
)
