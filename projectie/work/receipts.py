"""When a client gets a receipt (R25a): some minutes after each closing, so that a slip of the hand tells nobody.

Until then the last time can still be booked, and opening the ticket again calls the receipt off.
"""

from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from projectie.tickets.marks import Duplicate
from projectie.tickets.models import Ticket
from projectie.work.models import Receipt

WAITS = timedelta(minutes=15)
OPEN: Select[Receipt] = select(Receipt).where(Receipt.written_at.is_(None), Receipt.void_at.is_(None))


def note_closing(session: Session, ticket: Ticket) -> None:
    """Let a receipt be written of a client's ticket that was done just now; part of the deed that did it.

    A duplicate has none, nor has one that goes on in another: the ticket that stays will have one.
    """
    if ticket.organisation_id is None or not ticket.requester_address or ticket.done_at is None:
        return
    if ticket.merged_into is not None:
        return
    if session.scalar(select(exists().where(Duplicate.ticket_number == ticket.number))):
        return
    told = Receipt.ticket_number == ticket.number, Receipt.closed_at == ticket.done_at
    if session.scalar(select(exists().where(*told, Receipt.written_at.is_not(None)))):
        return  # a merge opened it and was undone: of that closing the client has one
    receipt = Receipt(
        ticket_number=ticket.number,
        organisation_id=ticket.organisation_id,
        closed_at=ticket.done_at,
        due_at=ticket.done_at + WAITS,
    )
    session.add(receipt)
    session.flush()


def call_off(session: Session, number: int, now: datetime) -> None:
    """Write no receipt of a closing that did not last; part of the deed that opened the ticket again."""
    for receipt in session.scalars(OPEN.where(Receipt.ticket_number == number)):
        receipt.void_at = max(now, receipt.closed_at)
    session.flush()


def is_due_for(session: Session, number: int) -> bool:
    """Whether the receipt of a ticket's closing is still to be written."""
    return session.scalars(OPEN.where(Receipt.ticket_number == number)).first() is not None
