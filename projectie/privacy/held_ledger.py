"""What money is held in: the law wants it kept for seven years."""

from sqlalchemy import ColumnElement

from projectie.credits.models import LedgerEntry
from projectie.invoices.models import Invoice, InvoiceFile, InvoiceLetter, InvoicePayment, VatCheck
from projectie.privacy.holding import Fate, Holding, Via
from projectie.topups.models import TopUp, TopUpOffer
from projectie.work.models import TimeEntry

_OWN = ("organisation_id",)


def _drafts() -> ColumnElement[bool]:
    return Invoice.number.is_(None)


INVOICE = Holding(
    Invoice,
    "money",
    Fate.STAYS,
    acts=("made_by", "issued_by"),
    organisations=_OWN,
    unless=_drafts,
    hidden=frozenset(("key", "version")),
)
HELD = (
    INVOICE,
    Holding(
        InvoiceFile,
        "money",
        Fate.STAYS,
        organisation_via=Via("invoice_id", INVOICE, "id"),
        filename=lambda row: f"{row['invoice_id']}.{'pdf' if row['kind'] == 'pdf' else 'xml'}",
    ),
    Holding(
        InvoiceLetter,
        "money",
        Fate.STAYS,
        acts=("by_id",),
        organisation_via=Via("invoice_id", INVOICE, "id"),
    ),
    Holding(
        InvoicePayment,
        "money",
        Fate.STAYS,
        acts=("by_id",),
        organisation_via=Via("invoice_id", INVOICE, "id"),
        hidden=frozenset(("key",)),
    ),
    Holding(VatCheck, "money", Fate.STAYS, organisations=_OWN),
    Holding(
        LedgerEntry,
        "money",
        Fate.STAYS,
        acts=("by_id",),
        organisations=_OWN,
        masked=("ticket_number", "time_entry_id", "key", "why"),
    ),
    Holding(
        TopUp,
        "money",
        Fate.STAYS,
        acts=("by_id", "confirmed_by_id"),
        organisations=_OWN,
        hidden=frozenset(("key", "provider_id", "checkout_url", "asked_at")),
    ),
    Holding(TopUpOffer, "history", Fate.STAYS, acts=("changed_by_id",)),
    Holding(
        TimeEntry,
        "money",
        Fate.STAYS,
        acts=("made_by_id",),
        hidden=frozenset(("key",)),
    ),
)
