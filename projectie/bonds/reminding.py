"""Reminders of one's own on a ticket, at a working moment; told by mail once, and there until they are done with."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.bonds.models import Reminder
from projectie.clock.workdays import DAY, Calendar
from projectie.clock.zone import local, moment_of
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.tickets.columns import held
from projectie.tickets.models import Ticket
from projectie.tickets.morning import morning_of

FURTHEST = timedelta(days=365)
MOST = 50


class NoReminder(StrEnum):
    """Why nobody can be reminded then."""

    PAST = "past"
    FAR = "far"
    CLOSED = "closed"  # nobody works that day


class ReminderRefused(ValueError):  # noqa: N818 (a refusal that the page words)
    """Nothing was kept."""

    def __init__(self, reason: NoReminder) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder as its owner sees it."""

    id: int
    ticket: int
    subject: str
    language: str
    words: str
    due_at: datetime


def moment(day: date, now: datetime, calendar: Calendar) -> datetime:
    """Return the morning of a working day, or in an hour when that day is today; raise ReminderRefused."""
    today = local(now, calendar.zone).date()
    if day < today:
        raise ReminderRefused(NoReminder.PAST)
    if day > today + FURTHEST:
        raise ReminderRefused(NoReminder.FAR)
    if not calendar.is_working_day(day):
        raise ReminderRefused(NoReminder.CLOSED)
    return (
        max(morning_of(day, calendar.zone), now + timedelta(hours=1))
        if day == today
        else morning_of(day, calendar.zone)
    )


def end_of(now: datetime, zone: ZoneInfo) -> datetime:
    """Return when the local day of that moment is over."""
    return moment_of(datetime.combine(local(now, zone).date() + DAY, time()), zone)


def remind(number: int, due_at: datetime, words: str, by: int, now: datetime) -> int:
    """Keep a reminder and return it; raise MissingError, MergedAway."""
    with transaction() as session:
        held(session, number)
        reminder = Reminder(
            ticket_number=number,
            person_id=by,
            words=words,
            due_at=due_at,
            made_at=now,
            told_at=None,
            done_at=None,
        )
        session.add(reminder)
        session.flush()
        _tell(session, "reminder.set", number, reminder.id, by, now)
        return reminder.id


def done_with(reminder_id: int, by: int, now: datetime) -> int:
    """Be done with a reminder of one's own and return its ticket; another's is as good as absent."""
    with transaction() as session:
        reminder = session.get(Reminder, reminder_id, with_for_update=True)
        if reminder is None or reminder.person_id != by:
            raise MissingError(f"reminder {reminder_id}")
        if reminder.done_at is None:
            reminder.done_at = now
            _tell(session, "reminder.done", reminder.ticket_number, reminder.id, by, now)
        return reminder.ticket_number


def reminders_of(
    session: Session, person: int, number: int | None = None, *, until: datetime | None = None
) -> list[Due]:
    """Return the reminders of somebody that are not done with, what is due first on top: of a ticket, or until then."""
    columns = (
        Reminder.id,
        Reminder.ticket_number,
        Ticket.subject,
        Ticket.language,
        Reminder.words,
        Reminder.due_at,
    )
    mine = (
        select(*columns)
        .join(Ticket, Ticket.number == Reminder.ticket_number)
        .where(Reminder.person_id == person, Reminder.done_at.is_(None))
        .order_by(Reminder.due_at, Reminder.id)
        .limit(MOST)
    )
    if number is not None:
        mine = mine.where(Reminder.ticket_number == number)
    if until is not None:
        mine = mine.where(Reminder.due_at <= until)
    return [Due(*row) for row in session.execute(mine)]


def _tell(session: Session, deed: str, number: int, reminder: int, by: int, now: datetime) -> None:
    session.flush()
    history.record(session, at=now, by=by, deed=deed, of=("ticket", number), details={"reminder": reminder})
    announce(session, at=now, kind="ticket", of=number, by=by)
