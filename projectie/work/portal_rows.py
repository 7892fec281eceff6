"""What clients read of time and cost, theirs alone: receipts, and the open requests a ceiling can be set for."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.credits.models import LedgerEntry
from projectie.people.models import Person
from projectie.people.scope import seen_by
from projectie.tickets.columns import OPEN as OPEN_COLUMNS
from projectie.tickets.models import Ticket
from projectie.work.models import Receipt
from projectie.work.settling import ACCOUNTS

MOST = 100


class OpenRequest(NamedTuple):
    """A request that is not done, and what it costs so far."""

    number: int
    subject: str
    credits: int


def receipts_of(session: Session, reader: Person) -> list[Receipt]:
    """Return the newest receipts of the reader's organisation that were written."""
    written = select(Receipt).where(Receipt.written_at.is_not(None))
    own = seen_by(reader, written, Receipt.organisation_id)
    return list(session.scalars(own.order_by(Receipt.id.desc()).limit(MOST)))


def receipt_of(session: Session, reader: Person, number: int) -> Receipt | None:
    """Return one receipt of theirs that was written, or nothing."""
    written = select(Receipt).where(Receipt.id == number, Receipt.written_at.is_not(None))
    return session.scalars(seen_by(reader, written, Receipt.organisation_id)).first()


def open_requests(session: Session, reader: Person) -> list[OpenRequest]:
    """Return the open requests of the reader's organisation, the newest first."""
    charged = (
        select(func.coalesce(func.sum(LedgerEntry.credits), 0))
        .where(LedgerEntry.ticket_number == Ticket.number, LedgerEntry.kind.in_(ACCOUNTS))
        .scalar_subquery()
    )
    query = select(Ticket.number, Ticket.subject, -charged).where(Ticket.column.in_(OPEN_COLUMNS))
    own = seen_by(reader, query, Ticket.organisation_id)
    rows = session.execute(own.order_by(Ticket.number.desc()).limit(MOST))
    return [OpenRequest(*row) for row in rows]
