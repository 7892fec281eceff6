"""Credit notes: an invoice that was wrong is undone to the cent, by a document that refers to it (R24).

What the invoice had settled in the ledger is short again, and its administration credits are given back; so the
balance is what it was before, and a right invoice can follow.
"""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.credits.models import LedgerEntry
from projectie.credits.posting import Posting, hold, post
from projectie.database import MissingError, transaction
from projectie.invoices.document import Paper
from projectie.invoices.issuing import InvoiceError, ground_on
from projectie.invoices.models import Invoice, InvoiceKind
from projectie.invoices.numbering import take
from projectie.invoices.totals import Line


class NotCreditableError(InvoiceError):
    """A draft, or a credit note itself."""


def credit(invoice_id: int, why: str, by: int | None, now: datetime) -> int:
    """Issue the credit note of an invoice and return its id; credited already: that note.

    Raise MissingError or NotCreditableError.
    """
    with transaction() as session:
        found = session.get(Invoice, invoice_id)
        if found is None:
            raise MissingError("invoice")
        if found.number is None or found.kind is not InvoiceKind.INVOICE:
            raise NotCreditableError("Only an issued invoice is credited.")
        hold(session, found.organisation_id)
        known = session.scalar(select(Invoice.id).where(Invoice.credits_id == invoice_id))
        return known or _credited(session, found, why, by, now)


def _credited(session: Session, found: Invoice, why: str, by: int | None, now: datetime) -> int:
    ground = ground_on(session, found.organisation_id, now)
    taken = take(session, ZoneInfo(ground.facts.zone), now)
    said = replace(
        Paper.of(found.parties),
        paid_on="",
        credits_number=found.number or "",
        credits_on=found.issued_on.isoformat() if found.issued_on else "",
    )
    note = Invoice(
        kind=InvoiceKind.CREDIT_NOTE,
        organisation_id=found.organisation_id,
        number=taken.number,
        year=taken.year,
        place=taken.place,
        key=f"credit:{found.id}",
        issued_on=taken.on,
        issued_at=taken.at,
        due_on=taken.on,
        language=found.language,
        reference=found.reference,
        terms_number=found.terms_number,
        treatment=found.treatment,
        parties=said.data(),
        lines=[Line.of(line).undone().data() for line in found.lines],
        excluding_cents=-found.excluding_cents,
        vat_cents=-found.vat_cents,
        settled_credits=-found.settled_credits,
        administration_credits=-found.administration_credits,
        with_shortage=False,
        credits_id=found.id,
        why=why,
        version=0,
        made_at=now,
        made_by=by,
        issued_by=by,
    )
    session.add(note)
    session.flush()
    _give_back(session, found, note, by, now)
    of, details = ("invoice", found.id), {"number": found.number, "note": taken.number}
    history.record(session, at=now, by=by, deed="invoice.credited", of=of, details=details)
    return note.id


def _give_back(session: Session, found: Invoice, note: Invoice, by: int | None, now: datetime) -> None:
    """Reverse what the invoice posted, the settlement first: what it closed is short again, administration apart."""
    for part in ("settlement", "administration"):
        entry = session.scalar(select(LedgerEntry).where(LedgerEntry.key == f"invoice:{found.number}:{part}"))
        if entry is None:
            continue
        posting = Posting(
            found.organisation_id,
            entry.kind,
            -entry.credits,
            note.issued_on or now.date(),
            f"invoice:{note.number}:{part}",
            note.number or "",
            by,
            reverses=entry.id,
            price_cents=entry.price_cents,
        )
        post(session, posting, now)
