"""One invoice with all that happened to it, as its page shows it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from projectie.invoices.document import Document, document_of
from projectie.invoices.files import Kept, files_of
from projectie.invoices.models import Invoice, InvoiceKind, InvoiceLetter, InvoicePayment, LetterKind
from projectie.invoices.standing import Standing, standing_of
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.people.models import Organisation


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter about the invoice, with its state in the outbox."""

    id: int
    letter_id: int
    kind: LetterKind
    at: datetime
    to: str
    state: LetterState
    error: str | None


@dataclass(frozen=True, slots=True)
class Linked:
    """The document it credits, or that credits it."""

    id: int
    number: str


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """What the page of an issued invoice shows."""

    invoice: Invoice
    organisation: Organisation
    document: Document
    standing: Standing
    files: tuple[Kept, ...]
    letters: tuple[Sent, ...]
    payments: tuple[InvoicePayment, ...]
    note: Linked | None  # that undid it
    original: Linked | None  # that it undoes

    @property
    def last_letter(self) -> int:
        """The newest letter, so that the same form sends once; 0 where there is none."""
        return self.letters[-1].id if self.letters else 0

    @property
    def paid(self) -> int:
        """Cents that came in."""
        return sum(payment.cents for payment in self.payments)


def page_of(session: Session, invoice: Invoice, today: date) -> InvoicePage:
    """Return the page of an issued invoice."""
    payments = tuple(_payments(session, invoice.id))
    note, original = _linked(session, invoice)
    standing = standing_of(
        is_issued=True,
        credit_note=invoice.kind is InvoiceKind.CREDIT_NOTE,
        due_on=invoice.due_on,
        including=invoice.including_cents,
        paid=sum(payment.cents for payment in payments),
        credited=note is not None,
        today=today,
    )
    return InvoicePage(
        invoice=invoice,
        organisation=session.get_one(Organisation, invoice.organisation_id),
        document=document_of(invoice),
        standing=standing,
        files=files_of(session, invoice),
        letters=_letters(session, invoice.id),
        payments=payments,
        note=note,
        original=original,
    )


def _payments(session: Session, invoice_id: int) -> list[InvoicePayment]:
    paid = select(InvoicePayment).where(InvoicePayment.invoice_id == invoice_id)
    return list(session.scalars(paid.order_by(InvoicePayment.paid_on, InvoicePayment.id)))


def _letters(session: Session, invoice_id: int) -> tuple[Sent, ...]:
    rows = (
        select(
            InvoiceLetter.id,
            OutgoingLetter.id,
            InvoiceLetter.kind,
            InvoiceLetter.at,
            OutgoingLetter.to_address,
            OutgoingLetter.state,
            OutgoingLetter.last_error,
        )
        .join(OutgoingLetter, OutgoingLetter.id == InvoiceLetter.letter_id)
        .where(InvoiceLetter.invoice_id == invoice_id)
    )
    return tuple(Sent(*row) for row in session.execute(rows.order_by(InvoiceLetter.id)))


def _linked(session: Session, invoice: Invoice) -> tuple[Linked | None, Linked | None]:
    beside = select(Invoice.id, Invoice.number, Invoice.credits_id).where(
        or_(Invoice.credits_id == invoice.id, Invoice.id == invoice.credits_id)
    )
    found = session.execute(beside).all()
    note = next((Linked(row.id, row.number) for row in found if row.credits_id == invoice.id), None)
    original = next((Linked(row.id, row.number) for row in found if row.id == invoice.credits_id), None)
    return note, original
