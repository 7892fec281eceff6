"""Invoices as a table for the bookkeeper: a row for each rate of VAT, safe to open in a spreadsheet."""

from collections.abc import Iterable

from flask_babel import gettext as _

from projectie import spreadsheet
from projectie.invoices.document import Document
from projectie.invoices.models import InvoiceKind

BOOKKEEPER = "nl"  # semicolons and decimal commas, as the studio's bookkeeping reads them, whoever asks


def as_csv(documents: Iterable[Document]) -> bytes:
    """Return the table, its heads in the reader's language."""
    return spreadsheet.sheet(_heads(), (row for each in documents for row in _rows(each)), BOOKKEEPER)


def _heads() -> list[str]:
    return [
        _("Number"),
        _("Kind"),
        _("Date"),
        _("To be paid by"),
        _("Client"),
        _("Country"),
        _("VAT number"),
        _("Reference"),
        _("VAT category"),
        _("VAT rate"),
        _("Excluding VAT"),
        _("VAT amount"),
        _("Including VAT"),
        _("Credits invoice"),
    ]


def _rows(document: Document) -> Iterable[list[str]]:
    buyer = document.paper.buyer
    kind = _("credit note") if document.kind is InvoiceKind.CREDIT_NOTE else _("invoice")
    for row in document.rows:
        yield [
            document.number,
            str(kind),
            document.issued_on.isoformat(),
            document.due_on.isoformat(),
            buyer.name,
            buyer.country,
            buyer.vat_number,
            document.reference,
            row.category,
            str(row.percent),
            spreadsheet.cents(row.base, BOOKKEEPER),
            spreadsheet.cents(row.vat, BOOKKEEPER),
            spreadsheet.cents(row.base + row.vat, BOOKKEEPER),
            document.paper.credits_number,
        ]
