"""Alerts as staff see them: the ticket, why it cannot wait, since when, and who took it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from projectie.alerts.models import Alert, Cause
from projectie.alerts.raising import OPEN
from projectie.people.models import Organisation, Person
from projectie.tickets.models import Column, Ticket
from projectie.tickets.priority import Kind

SHOWN_TAKEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alert and its ticket."""

    id: int
    number: int
    subject: str
    language: str
    column: Column
    kind: Kind | None
    client: str
    cause: Cause
    raised_at: datetime
    due_at: datetime
    rounds: int
    ended_at: datetime | None
    taken_by: str | None

    @property
    def open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.ended_at is None


def alarms(session: Session, now: datetime) -> list[Alarm]:
    """Return what waits for somebody, the oldest first, and behind it what was taken since yesterday."""
    wanted = _ALARMS.where(or_(OPEN, Alert.ended_at >= now - SHOWN_TAKEN))
    found = [_alarm(row) for row in session.execute(wanted.order_by(Alert.raised_at, Alert.id))]
    return sorted(found, key=lambda alarm: not alarm.open)


def due_alarms(session: Session, now: datetime) -> list[Alarm]:
    """Return the alerts to be told of now."""
    return [
        _alarm(row) for row in session.execute(_ALARMS.where(OPEN, Alert.due_at <= now).order_by(Alert.id))
    ]


def _alarms() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(Alert.id, Ticket.number, Ticket.subject, Ticket.language, Ticket.column, Ticket.kind),
            *(Organisation.name, Ticket.requester_name, Ticket.requester_address),
            *(Alert.cause, Alert.raised_at, Alert.due_at, Alert.rounds, Alert.ended_at, Person.name),
        )
        .join(Ticket, Ticket.number == Alert.ticket_number)
        .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
        .outerjoin(Person, Person.id == Alert.taken_by_id)
    )


_ALARMS = _alarms()


_OF_TICKET = ("id", "number", "subject", "language", "column", "kind")
_OF_ALERT = ("cause", "raised_at", "due_at", "rounds", "ended_at", "taken_by")


def _alarm(row: Any) -> Alarm:
    facts = dict(zip(_OF_TICKET, row[:6], strict=True)) | dict(zip(_OF_ALERT, row[9:], strict=True))
    return Alarm(**facts, client=row[6] or row[7] or row[8])
