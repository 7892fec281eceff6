"""Invoices that go out by themselves: those of the month and of sales, also when a program died between issue and letter."""

from datetime import datetime

from sqlalchemy import select

from projectie.database import db
from projectie.invoices import files
from projectie.invoices.models import Invoice, InvoiceLetter, LetterKind
from projectie.invoices.sending import NobodyError, last_letter, send
from projectie.mail.blobs import BlobStore
from projectie.one_by_one import one_by_one


def send_unsent(begins: str, blobs: BlobStore, now: datetime) -> int:
    """Send every invoice whose key begins so and that nobody was sent yet; return how many went."""
    unsent = (
        select(Invoice.id)
        .outerjoin(InvoiceLetter, InvoiceLetter.invoice_id == Invoice.id)
        .where(Invoice.key.startswith(begins), InvoiceLetter.id.is_(None))
        .order_by(Invoice.id)
    )
    return one_by_one(db.session.scalars(unsent).all(), lambda number: _sent(number, blobs, now))


def _sent(number: int, blobs: BlobStore, now: datetime) -> bool:
    files.make(number, blobs, now)
    try:
        send(number, LetterKind.INVOICE, last_letter(db.session(), number), None, now)
    except NobodyError:
        return False
    return True
