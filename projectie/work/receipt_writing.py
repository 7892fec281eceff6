"""Receipts are written when they are due (R25a): the worker's round, a ticket at a time, each once."""

from datetime import datetime

from flask_babel import force_locale
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import db, transaction
from projectie.language import LOCALES
from projectie.links import link_to
from projectie.mail.outbox import queue
from projectie.one_by_one import one_by_one
from projectie.tickets.columns import held_wherever
from projectie.tickets.letters import BY_ITSELF, Addressee, Ground, ground_of, letter_about
from projectie.tickets.models import Ticket
from projectie.tickets.promise_letters import thread_on
from projectie.work.models import Receipt
from projectie.work.receipt_facts import facts_of, may_read_balance, told
from projectie.work.receipt_words import words_of
from projectie.work.receipts import OPEN


def write_due(now: datetime, key: str) -> int:
    """Write the receipts that are due, each with its letter in one transaction; return how many.

    That of a ticket which was merged away meanwhile waits: it is due again when that is undone.
    """
    due = OPEN.with_only_columns(Receipt.id, Receipt.ticket_number).where(Receipt.due_at <= now)
    due = due.join(Ticket, Ticket.number == Receipt.ticket_number).where(Ticket.merged_into.is_(None))
    rows = db.session.execute(due.order_by(Receipt.due_at, Receipt.id).limit(100)).all()
    db.session.rollback()
    return one_by_one(rows, lambda row: _write(row.id, row.ticket_number, now, key))


def _write(number: int, ticket_number: int, now: datetime, key: str) -> int:
    with transaction() as session:
        ticket = held_wherever(session, ticket_number)
        receipt = session.get(Receipt, number, populate_existing=True)
        if receipt is None or receipt.written_at or receipt.void_at or ticket.merged_into:
            return 0  # another worker wrote it, or the ticket is open again, or goes on elsewhere
        receipt.said = facts_of(session, ticket, receipt, now)
        receipt.letter_id = _letter(session, ticket, receipt, ground_of(session, key, now), now)
        receipt.written_at = now
        of, details = ("ticket", ticket.number), {"receipt": receipt.id}
        history.record(session, at=now, by=None, deed="ticket.receipt_sent", of=of, details=details)
        return 1


def _letter(session: Session, ticket: Ticket, receipt: Receipt, ground: Ground, now: datetime) -> int:
    with force_locale(LOCALES[ticket.language]):
        said = words_of(told(receipt), ground.terms.matrix)
    draft = letter_about(
        ticket,
        "receipt",
        Addressee(ticket.requester_name, ticket.requester_address),
        ground,
        cause=f"receipt:{receipt.id}",
        thread=thread_on(session, ticket),
        headers=BY_ITSELF,
        receipt=said,
        page=link_to("portal.receipt", receipt=receipt.id) if may_read_balance(session, ticket) else "",
    )
    return queue(session, draft, now).id
