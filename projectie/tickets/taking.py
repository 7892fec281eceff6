"""A colleague takes an alert: the ticket is theirs, and nobody is called any more."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.alerts.models import Alert
from projectie.alerts.taking import take_open
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.people.models import Person
from projectie.tickets.columns import held


class NothingToTake(Exception):  # noqa: N818 (a refusal that the page words)
    """Somebody was ahead (`name`), or the alert ended by itself (no name)."""

    def __init__(self, name: str | None) -> None:
        super().__init__("nothing to take")
        self.name = name


def take(number: int, by: int, now: datetime) -> None:
    """Take the alert of a ticket and the ticket with it; raise NothingToTake, MissingError."""
    with transaction() as session:
        ticket = held(session, number)
        alert = take_open(session, number, by, now)
        if alert is None:
            raise NothingToTake(_taker(session, number))
        ticket.assignee_id = by
        ticket.version += 1
        details = {"cause": alert.cause, "alert": alert.id}
        history.record(session, at=now, by=by, deed="ticket.taken", of=("ticket", number), details=details)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by)


def _taker(session: Session, number: int) -> str | None:
    last = select(Person.name).select_from(Alert).outerjoin(Person, Person.id == Alert.taken_by_id)
    return session.scalar(last.where(Alert.ticket_number == number).order_by(Alert.id.desc()).limit(1))
