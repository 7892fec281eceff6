"""The timer: one for each person, kept by the server, stopped by booking its time or throwing it away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.database import transaction
from projectie.tickets.columns import held
from projectie.tickets.models import Ticket
from projectie.work.models import Timer
from projectie.work.typed import MOST_MINUTES


@dataclass(frozen=True, slots=True)
class Running:
    """A timer that runs, on which ticket and since when."""

    ticket: int
    subject: str
    since: datetime

    def minutes(self, now: datetime) -> int:
        """Return the minutes begun since, at least one, at most a day."""
        seconds = max((now - self.since).total_seconds(), 1)
        return min(int(-(-seconds // 60)), MOST_MINUTES)


class RunsElsewhere(Exception):  # noqa: N818 (a choice that the page offers)
    """The timer runs on another ticket; nothing was changed."""

    def __init__(self, running: Running) -> None:
        super().__init__(running.ticket)
        self.running = running


def running(session: Session, person: int) -> Running | None:
    """Return the timer of a person that runs; one statement."""
    row = session.execute(_RUNNING.where(Timer.person_id == person)).first()
    return Running(*row) if row else None


def start(number: int, by: int, now: datetime, *, instead: bool = False) -> None:
    """Start the timer on a ticket; raise RunsElsewhere unless it may run here `instead`, and MissingError."""
    with transaction() as session:
        held(session, number)
        runs = running(session, by)
        if runs and runs.ticket == number:
            return
        if runs and not instead:
            raise RunsElsewhere(runs)
        timer = session.get(Timer, by)
        if timer is None:
            session.add(Timer(person_id=by, ticket_number=number, started_at=now))
        else:
            timer.ticket_number, timer.started_at = number, now


def throw_away(by: int) -> None:
    """Stop the timer without booking anything."""
    with transaction() as session:
        timer = session.get(Timer, by)
        if timer is not None:
            session.delete(timer)


_RUNNING = select(Timer.ticket_number, Ticket.subject, Timer.started_at).join(
    Ticket, Ticket.number == Timer.ticket_number
)
