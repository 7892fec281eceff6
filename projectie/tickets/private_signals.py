"""That a ticket changed which its requester keeps from colleagues, is told to that requester alone (section 8)."""

from typing import Any

from sqlalchemy import ScalarSelect, select

from projectie.live.announce import told_alone
from projectie.tickets.models import Ticket


@told_alone("ticket")
def requester_of(number: Any) -> ScalarSelect[int]:
    """Return whose private ticket it is; nobody's when all of the organisation may see it."""
    return select(Ticket.requester_id).where(Ticket.number == number, Ticket.private).scalar_subquery()
