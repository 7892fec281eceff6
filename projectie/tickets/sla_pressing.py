"""The clocks of SLAs that have nearly run out, or have, for the first page of the desk (R10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, literal, select
from sqlalchemy.orm import Session

from projectie.contracts.priority import Priority
from projectie.contracts.sla import Measure
from projectie.contracts.sla_words import MEASURES
from projectie.people.models import Organisation, Person
from projectie.tickets.models import Column, Ticket
from projectie.tickets.sla import WARNED
from projectie.tickets.sla_models import SlaClock, SlaMark
from projectie.tickets.sla_words import LATE

MOST = 12


@dataclass(frozen=True, slots=True)
class Pressing:
    """A clock that was warned of and still runs."""

    number: int
    subject: str
    organisation: str
    priority: Priority
    assignee: str | None
    measure: Measure
    due: datetime

    @property
    def what(self) -> str:
        """What is due, in words."""
        return str(MEASURES[self.measure])

    @property
    def too_late(self) -> str:
        """The same once it is too late."""
        return str(LATE[self.measure])


def pressing(session: Session, now: datetime) -> list[Pressing]:
    """Return the clocks past 70 % of their time that still run, the most pressing first; one statement."""
    del now  # what was told of is pressing until it stops
    parts = _running(Measure.RESPONSE, SlaClock.response_due, Ticket.answered_at).union_all(
        _running(Measure.RESOLUTION, SlaClock.resolution_due, Ticket.done_at)
    )
    both = parts.subquery()
    rows = session.execute(select(both).order_by(both.c.due, both.c.number).limit(MOST))
    return [_pressing(row) for row in rows]


def _pressing(row: Row[*tuple[Any, ...]]) -> Pressing:
    return Pressing(
        row.number,
        row.subject,
        row.organisation,
        row.priority,
        row.assignee,
        Measure(row.measure),
        row.due,
    )


def _running(measure: Measure, due: Any, stopped: Any) -> Select[*tuple[Any, ...]]:
    told = (
        select(SlaMark.ticket_number)
        .where(
            SlaMark.ticket_number == SlaClock.ticket_number,
            SlaMark.measure == measure,
            SlaMark.priority == SlaClock.priority,
            SlaMark.percent == WARNED,
        )
        .exists()
    )
    return (
        select(
            Ticket.number,
            Ticket.subject,
            Organisation.name.label("organisation"),
            SlaClock.priority,
            Person.name.label("assignee"),
            literal(measure.value).label("measure"),
            due.label("due"),
        )
        .join(SlaClock, SlaClock.ticket_number == Ticket.number)
        .join(Organisation, Organisation.id == Ticket.organisation_id)
        .outerjoin(Person, Person.id == Ticket.assignee_id)
        .where(Ticket.column != Column.DONE, stopped.is_(None), due.is_not(None), told)
    )
