"""Payments by hand: what came in for an invoice, when and under which reference (R24)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from projectie import history
from projectie.database import MissingError, transaction
from projectie.invoices.issuing import InvoiceError
from projectie.invoices.models import Invoice, InvoiceKind, InvoicePayment


class NotPayableError(InvoiceError):
    """A draft or a credit note: nothing is paid for it."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in; below zero it went back. The same key again is the same payment."""

    key: str
    cents: int
    paid_on: date
    reference: str


def record_payment(invoice_id: int, payment: Payment, by: int | None, now: datetime) -> None:
    """Keep a payment; raise MissingError or NotPayableError."""
    with transaction() as session:
        invoice = session.get(Invoice, invoice_id, with_for_update={"key_share": True})
        if invoice is None:
            raise MissingError("invoice")
        if invoice.number is None or invoice.kind is not InvoiceKind.INVOICE:
            raise NotPayableError("Only an issued invoice is paid.")
        key = f"{invoice_id}:{payment.key}"
        if session.scalar(select(InvoicePayment.id).where(InvoicePayment.key == key)) is not None:
            return
        row = InvoicePayment(
            invoice_id=invoice_id,
            key=key,
            cents=payment.cents,
            paid_on=payment.paid_on,
            reference=payment.reference,
            at=now,
            by_id=by,
        )
        session.add(row)
        session.flush()
        of, details = ("invoice", invoice_id), {"cents": payment.cents}
        history.record(session, at=now, by=by, deed="invoice.paid", of=of, details=details)
