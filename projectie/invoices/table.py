"""Invoices as a table for the bookkeeper: a row for each rate of VAT, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from flask_babel import gettext as _

from projectie.invoices.document import Document
from projectie.invoices.models import InvoiceKind

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"  # so that a spreadsheet reads it as UTF-8


def as_csv(documents: Iterable[Document]) -> str:
    """Return the table in the reader's language, with semicolons as Dutch spreadsheets expect."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_heads())
    for document in documents:
        writer.writerows(_rows(document))
    return BOM + out.getvalue()


def safe(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


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
            safe(buyer.name),
            buyer.country,
            safe(buyer.vat_number),
            safe(document.reference),
            row.category,
            str(row.percent),
            _euros(row.base),
            _euros(row.vat),
            _euros(row.base + row.vat),
            document.paper.credits_number,
        ]


def _euros(cents: int) -> str:
    """Return an amount as a number, without sign of currency and with a decimal comma."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole},{rest:02d}"
