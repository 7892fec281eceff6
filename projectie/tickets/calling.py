"""What is critical calls again when it is open again (R8): a card may be closed and brought back before anybody took it."""

from datetime import datetime

from sqlalchemy.orm import Session

from projectie.alerts.models import Cause
from projectie.alerts.raising import raise_alert
from projectie.tickets.models import Column, Ticket
from projectie.tickets.priority import Priority


def call_again(session: Session, ticket: Ticket, now: datetime, *, taken: bool = False) -> None:
    """Alert of a critical ticket that left the done column and that nobody is on; part of the deed that brought it back.

    `taken`: also when somebody was on it, for whoever that is does not know that it is not over.
    """
    nobody = taken or ticket.assignee_id is None
    if ticket.priority is Priority.CRITICAL and ticket.column is not Column.DONE and nobody:
        raise_alert(session, ticket.number, Cause.CRITICAL, now)
