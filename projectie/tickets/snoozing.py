"""A new ticket is put off: triage leaves it out until a moment, or until the client writes; its promise runs on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy.orm import Session

from projectie import history
from projectie.clock.workdays import DAY, Calendar
from projectie.clock.zone import local
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.tickets.columns import held
from projectie.tickets.marks import Snooze
from projectie.tickets.models import Column, Ticket
from projectie.tickets.morning import morning_of, next_morning

FURTHEST = timedelta(days=365)
WEEK = 7


class NotSnoozed(StrEnum):
    """Why a ticket cannot be put off until then."""

    PAST = "past"
    FAR = "far"
    NOT_NEW = "not_new"


class SnoozeRefused(ValueError):  # noqa: N818 (a refusal that the page words)
    """It was not put off."""

    def __init__(self, reason: NotSnoozed) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Later:
    """The moments that are offered: the next working morning, and the Monday after (a working day as well)."""

    tomorrow: datetime
    monday: datetime


def offered(now: datetime, calendar: Calendar) -> Later:
    """Return when a ticket can come back with one click."""
    today = local(now, calendar.zone).date()
    sunday = today + timedelta(days=WEEK - 1 - today.weekday())
    return Later(
        next_morning(_end_of(today, calendar), calendar), next_morning(_end_of(sunday, calendar), calendar)
    )


def morning(day: date, calendar: Calendar) -> datetime:
    """Return nine o'clock of a day that was picked, also when nobody works then."""
    return morning_of(day, calendar.zone)


def snooze(number: int, until: datetime, by: int, now: datetime) -> None:
    """Put a new ticket off; raise SnoozeRefused, MissingError."""
    with transaction() as session:
        ticket = held(session, number)
        reason = _against(ticket, until, now)
        if reason is not None:
            raise SnoozeRefused(reason)
        session.merge(Snooze(ticket_number=number, until=until, person_id=by, at=now))
        _told(session, ticket, "ticket.snoozed", by, now, until=until.isoformat())


def unsnooze(number: int, by: int, now: datetime) -> None:
    """Let a ticket be in triage again at once."""
    with transaction() as session:
        ticket = held(session, number)
        if _removed(session, ticket):
            _told(session, ticket, "ticket.snooze_ended", by, now)


def heard(session: Session, ticket: Ticket, now: datetime) -> None:
    """The client wrote: what was put off is back, part of the deed that took the mail in."""
    if ticket.column is Column.NEW and _removed(session, ticket):
        of = ("ticket", ticket.number)
        history.record(session, at=now, by=None, deed="ticket.snooze_ended", of=of, details={"heard": True})


def _against(ticket: Ticket, until: datetime, now: datetime) -> NotSnoozed | None:
    if ticket.column is not Column.NEW:
        return NotSnoozed.NOT_NEW
    if until <= now:
        return NotSnoozed.PAST
    return NotSnoozed.FAR if until > now + FURTHEST else None


def _removed(session: Session, ticket: Ticket) -> bool:
    gone = session.connection().execute(delete(Snooze).where(Snooze.ticket_number == ticket.number))
    return gone.rowcount > 0


def _told(session: Session, ticket: Ticket, deed: str, by: int, now: datetime, **details: str) -> None:
    ticket.version += 1
    history.record(session, at=now, by=by, deed=deed, of=("ticket", ticket.number), details=details)
    announce(session, at=now, kind="ticket", of=ticket.number, by=by)


def _end_of(day: date, calendar: Calendar) -> datetime:
    return morning_of(day, calendar.zone) + DAY / 2
