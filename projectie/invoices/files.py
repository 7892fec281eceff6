"""The files of an issued invoice: made once from the document, kept by their hash, the same whenever they are made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.database import db, transaction
from projectie.invoices.document import document_of
from projectie.invoices.models import FileKind, Invoice, InvoiceFile
from projectie.invoices.paper import pdf_of
from projectie.invoices.ubl import ubl_of
from projectie.mail.blobs import BlobStore
from projectie.one_by_one import one_by_one

TYPES = {FileKind.PDF: "application/pdf", FileKind.UBL: "application/xml"}
MOST = 100  # made in one round


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept."""

    kind: FileKind
    filename: str
    sha256: str
    size: int

    @property
    def content_type(self) -> str:
        """What a browser and a mail are told it is."""
        return TYPES[self.kind]


def make(invoice_id: int, blobs: BlobStore, now: datetime) -> None:
    """Make the files of an issued invoice, unless they are there; outside the transaction that issued it."""
    session = db.session()
    invoice = session.get_one(Invoice, invoice_id)
    if invoice.number is None or _kept(session, invoice_id):
        return
    document = document_of(invoice)
    made = {FileKind.PDF: pdf_of(document), FileKind.UBL: ubl_of(document)}
    with transaction() as deed:
        deed.get_one(Invoice, invoice_id, with_for_update={"key_share": True})
        if _kept(deed, invoice_id):
            return  # somebody else was quicker, and made the same
        for kind, content in made.items():
            digest = blobs.put(deed, content)
            row = InvoiceFile(invoice_id=invoice_id, kind=kind, sha256=digest, size=len(content), made_at=now)
            deed.add(row)
        deed.flush()


def make_missing(blobs: BlobStore, now: datetime) -> int:
    """Make the files of invoices that a program issued that did not live to make them; return how many."""
    without = (
        select(Invoice.id)
        .outerjoin(InvoiceFile, InvoiceFile.invoice_id == Invoice.id)
        .where(Invoice.number.is_not(None), InvoiceFile.invoice_id.is_(None))
        .order_by(Invoice.id)
    )
    numbers = db.session.scalars(without.limit(MOST)).all()
    one_by_one(numbers, lambda number: make(number, blobs, now))
    return len(numbers)


def files_of(session: Session, invoice: Invoice) -> tuple[Kept, ...]:
    """Return the files of an invoice, the paper first; none of a draft."""
    rows = session.scalars(
        select(InvoiceFile).where(InvoiceFile.invoice_id == invoice.id).order_by(InvoiceFile.kind)
    )
    ends = {FileKind.PDF: "pdf", FileKind.UBL: "xml"}
    return tuple(Kept(row.kind, f"{invoice.number}.{ends[row.kind]}", row.sha256, row.size) for row in rows)


def _kept(session: Session, invoice_id: int) -> bool:
    return (
        session.scalar(select(InvoiceFile.size).where(InvoiceFile.invoice_id == invoice_id).limit(1))
        is not None
    )
