"""An alert is raised, and ends: parts of the deed that caused it."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from projectie.alerts.models import Alert, Cause
from projectie.alerts.pace import first_round
from projectie.clock.phone import PhoneHours
from projectie.live.announce import announce
from projectie.terms.in_force import standing

OPEN = Alert.ended_at.is_(None)


def raise_alert(session: Session, ticket: int, cause: Cause, now: datetime) -> None:
    """Alert the people on call of that ticket: at once in phone hours, else when they open; one at a time."""
    if session.scalar(select(Alert.id).where(Alert.ticket_number == ticket, OPEN)) is not None:
        return
    due = first_round(now, phone_hours(session, now))
    line = Alert(
        ticket_number=ticket,
        cause=cause,
        raised_at=now,
        due_at=due,
        rounds=0,
        ended_at=None,
        taken_by_id=None,
    )
    session.add(line)
    tell_browsers(session, ticket, now)


def end_alert(session: Session, ticket: int, cause: Cause, now: datetime) -> None:
    """End an alert whose cause is gone: nobody needs to take it any more."""
    its = (Alert.ticket_number == ticket, Alert.cause == cause, OPEN)
    ended = session.connection().execute(update(Alert).where(*its).values(ended_at=now)).rowcount
    if ended:
        tell_browsers(session, ticket, now)


def tell_browsers(session: Session, ticket: int, now: datetime, by: int | None = None) -> None:
    """Let every desk that is open look what there is to take."""
    announce(session, at=now, kind="alert", of=ticket, by=by)


def phone_hours(session: Session, now: datetime) -> PhoneHours:
    """Return the phone hours the terms in force publish."""
    stands = standing(session, now)
    return PhoneHours.of(stands.terms.terms.figures, stands.calendar)
