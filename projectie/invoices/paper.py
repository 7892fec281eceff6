"""An invoice as a PDF: tagged (PDF/UA-1), fit to be kept (PDF/A-3a), in the client's language, the same bytes each time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date
from flask_babel import force_locale
from flask_babel import gettext as _
from stdnum import iban

from projectie.context import day, euros, number
from projectie.invoices.document import Document, Paper, Party
from projectie.invoices.models import InvoiceKind
from projectie.invoices.totals import Line, LineKind
from projectie.language import LOCALES, language
from projectie.paper import pdf
from projectie.payment_code import Transfer, as_svg
from projectie.people.organisation_forms import country_name
from projectie.terms import phrases

SOURCE = Path(__file__).with_name("invoice.typ")
STANDARDS = ("a-3a", "ua-1")


def pdf_of(document: Document) -> bytes:
    """Return the document on paper."""
    with force_locale(LOCALES[document.language]):
        said = data_of(document)
    moment = datetime(document.issued_on.year, document.issued_on.month, document.issued_on.day, tzinfo=UTC)
    return pdf(SOURCE, said, said["title"], moment, STANDARDS)


def data_of(document: Document) -> dict[str, Any]:
    """Return all words and figures of the paper, in the language of now."""
    title = heading(document)
    pay = list(_pay(document))
    code = transfer_of(document)
    on = document.issued_on
    return {
        "title": f"{title} – {document.paper.seller.name}",
        "heading": title,
        "language": document.language,
        "date": {"year": on.year, "month": on.month, "day": on.day},
        "seller": {"name": document.paper.seller.name, "lines": list(_seller(document.paper))},
        "buyer": {"name": document.paper.buyer.name, "lines": list(_buyer(document))},
        "facts": [list(fact) for fact in _facts(document)],
        "columns": [_("Description"), _("Quantity"), _("Price"), _("VAT"), _("Amount")],
        "lines": [_line(line) for line in document.lines],
        "totals": [list(total) for total in _totals(document)],
        "total": [_("Total"), euros(document.including)],
        "notes": list(_notes(document)),
        "pay": [list(fact) for fact in pay] or None,
        "code": as_svg(code).decode() if code and pay else None,
        "labels": {
            "buyer": _("For"),
            "pay": _("How to pay"),
            "code": _("Or scan the code with the app of your bank."),
            "code_alt": _("Payment code (SEPA) with the same account, amount and reference"),
        },
        "footer": _footer(document.paper.seller),
        "page": _("page {page} of {pages}"),
    }


def heading(document: Document) -> str:
    """Return what the document is called."""
    if document.kind is InvoiceKind.CREDIT_NOTE:
        return str(_("Credit note %(number)s", number=document.number))
    return str(_("Invoice %(number)s", number=document.number))


def transfer_of(document: Document, left: int | None = None) -> Transfer | None:
    """Return the transfer that pays it, or what is left of it; None where nothing is, or no account is known."""
    bank, cents = document.paper.bank, document.including if left is None else left
    if not bank.iban or cents <= 0 or document.paper.paid_on:
        return None
    return Transfer(bank.account_name, bank.iban, bank.bic, cents, document.number)


def _seller(paper: Paper) -> Iterator[str]:
    party = paper.seller
    yield from party.street.splitlines()
    yield f"{party.postcode} {party.city}".strip()
    if paper.buyer.country != party.country:
        yield country_name(party.country)
    yield _("KVK %(number)s", number=party.kvk)
    if party.vat_number:
        yield _("VAT %(number)s", number=party.vat_number)
    yield party.email
    yield party.phone


def _buyer(document: Document) -> Iterator[str]:
    party, home = document.paper.buyer, document.paper.seller.country
    yield from party.street.splitlines()
    yield f"{party.postcode} {party.city}".strip()
    if party.country != home:
        yield country_name(party.country)
    if party.vat_number:
        yield _("VAT %(number)s", number=party.vat_number)
    if party.kvk:
        yield _("KVK %(number)s", number=party.kvk)


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    paper, first, last = document.paper, *document.supplied
    yield _("Number"), document.number
    yield _("Date"), _day(document.issued_on)
    if paper.credits_number:
        yield _("Credits invoice"), f"{paper.credits_number} ({_day(date.fromisoformat(paper.credits_on))})"
    elif not paper.paid_on:
        yield _("To be paid by"), _day(document.due_on)
    yield _("Supplied"), _day(first) if first == last else f"{day(first)} – {day(last)}"
    if document.reference:
        yield _("Your reference"), document.reference


def _line(line: Line) -> dict[str, str]:
    credits_ = line.kind is not LineKind.EUROS
    quantity = phrases.counted(line.quantity, "credit", language()) if credits_ else number(line.quantity)
    days = f"{day(line.first)} – {day(line.last)}" if line.first != line.last else ""
    if line.first == line.last and line.kind is LineKind.SUPPORT:
        days = day(line.first)
    return {
        "text": line.text,
        "days": days,
        "quantity": quantity,
        "price": euros(line.unit_cents),
        "rate": phrases.percent(line.percent, language()) if line.category == "S" else "–",
        "amount": euros(line.cents),
    }


def _totals(document: Document) -> Iterator[tuple[str, str]]:
    yield _("Total excluding VAT"), euros(document.excluding)
    for row in document.rows:
        if row.category == "S":
            rate = phrases.percent(row.percent, language())
            yield _("VAT %(rate)s over %(base)s", rate=rate, base=euros(row.base)), euros(row.vat)
        elif row.category == "AE":
            yield _("VAT reverse charged"), euros(0)
        else:
            yield _("No VAT"), euros(0)


def _notes(document: Document) -> Iterator[str]:
    paper = document.paper
    found = {row.category for row in document.rows}
    if "AE" in found:
        yield _(
            "VAT reverse charged to %(number)s (article 196 of Directive 2006/112/EC).",
            number=paper.buyer.vat_number,
        )
    if "K" in found:
        yield _(
            "Intra-Community supply of goods to %(number)s, exempt from VAT (article 138 of Directive 2006/112/EC).",
            number=paper.buyer.vat_number,
        )
    if "G" in found:
        yield _(
            "Export of goods outside the European Union, exempt from VAT (article 146 of Directive 2006/112/EC)."
        )
    if "O" in found:
        yield _(
            "No Dutch VAT: the place of supply is outside the European Union (article 44 of Directive 2006/112/EC)."
        )
    if document.why:
        yield _("Why this credit note: %(why)s", why=document.why)
    if paper.paid_on:
        yield _("Paid on %(day)s. Nothing more is to be paid.", day=_day(date.fromisoformat(paper.paid_on)))
    elif document.kind is InvoiceKind.CREDIT_NOTE:
        yield _("The invoice it refers to need not be paid. What was paid already, we pay back.")
    elif document.including == 0:
        yield _("Nothing is to be paid.")


def _pay(document: Document) -> Iterator[tuple[str, str]]:
    if transfer_of(document) is None:
        return
    bank = document.paper.bank
    yield _("Amount"), euros(document.including)
    yield _("To account (IBAN)"), iban.format(bank.iban)
    if bank.bic:
        yield _("Bank (BIC)"), bank.bic
    yield _("In the name of"), bank.account_name
    yield _("Stating"), document.number
    yield _("By"), _day(document.due_on)


def _footer(party: Party) -> str:
    parts = [party.name, _("KVK %(number)s", number=party.kvk)]
    if party.vat_number:
        parts.append(_("VAT %(number)s", number=party.vat_number))
    return " · ".join(parts)


def _day(value: date) -> str:
    return str(format_date(value, "d MMMM y", locale=LOCALES[language()]))
