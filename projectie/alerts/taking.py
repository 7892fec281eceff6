"""Somebody takes an alert: part of the deed that gives them the ticket."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.alerts.models import Alert
from projectie.alerts.raising import OPEN, tell_browsers


def take_open(session: Session, ticket: int, by: int, now: datetime) -> Alert | None:
    """Let somebody take the open alert of a ticket and return it; None when there is nothing to take."""
    alert = session.scalars(select(Alert).where(Alert.ticket_number == ticket, OPEN)).first()
    if alert is None:
        return None
    alert.ended_at, alert.taken_by_id = now, by
    tell_browsers(session, ticket, now, by)
    return alert
