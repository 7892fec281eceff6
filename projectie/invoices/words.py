"""What invoices and their states are called, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.invoices.parties import Missing
from projectie.invoices.standing import State
from projectie.invoices.totals import VatRow
from projectie.invoices.vat import Treatment
from projectie.mail.models import LetterState

STATES: Mapping[State, Any] = {
    State.DRAFT: _l("draft"),
    State.OPEN: _l("open"),
    State.PARTLY: _l("partly paid"),
    State.OVERDUE: _l("overdue"),
    State.PAID: _l("paid"),
    State.CREDITED: _l("credited"),
    State.REFUND: _l("to be paid back"),
    State.CREDIT_NOTE: _l("credit note"),
}
MISSING: Mapping[Missing, Any] = {
    Missing.ADDRESS: _l("the client’s address"),
    Missing.REFERENCE: _l("the client’s purchase reference"),
    Missing.KVK: _l("the client’s KVK number"),
    Missing.VAT_NUMBER: _l("the client’s VAT number"),
    Missing.VAT_UNCHECKED: _l("a VAT number that the European register knows"),
    Missing.RECIPIENT: _l("somebody to mail it to"),
    Missing.STUDIO_VAT: _l("our own VAT number"),
    Missing.STUDIO_IBAN: _l("our own bank account"),
}
OURS = frozenset({Missing.STUDIO_VAT, Missing.STUDIO_IBAN})
TREATMENTS: Mapping[Treatment, Any] = {
    Treatment.DOMESTIC: _l("Client in our own country: our VAT."),
    Treatment.REVERSE_CHARGE: _l(
        "Business in the EU with a VAT number that the register knows: VAT reverse charged."
    ),
    Treatment.EU_UNPROVEN: _l("Client in the EU without a VAT number that the register knows: our VAT."),
    Treatment.OUTSIDE_EU: _l("Client outside the EU: no VAT, the place of supply is there."),
}
OF_GOODS: Mapping[str, Any] = {  # by category of VAT
    "K": _l(
        "Business in the EU with a VAT number that the register knows: goods that are sent there are an intra-Community supply, without VAT. Keep the proof that they were sent, and list them with the tax office."
    ),
    "G": _l(
        "Client outside the EU: goods that are sent there are an export, without VAT. Keep the proof that they left the EU."
    ),
}
LETTERS: Mapping[LetterState, Any] = {
    LetterState.QUEUED: _l("waiting to be sent"),
    LetterState.SENT: _l("handed to the mail server"),
    LetterState.FAILED: _l("not delivered"),
    LetterState.WITHDRAWN: _l("taken back"),
}
RATES: Mapping[str, Any] = {  # of the kinds of line that a draft offers (forms.py)
    "work": _l("work: general rate"),
    "goods": _l("print and other goods: general rate"),
    "books": _l("books and bound brochures: reduced rate"),
}


def why_vat(treatment: Treatment, rows: Iterable[VatRow]) -> list[str]:
    """Return why the VAT of an invoice is as it is: of work, and of goods where that is another reason (R24)."""
    found = {row.category for row in rows}
    goods = sorted(found & OF_GOODS.keys())
    work = [str(TREATMENTS[treatment])] if found - set(goods) or not found else []
    return work + [str(OF_GOODS[category]) for category in goods]


def support_text(ticket: int | None, why: str) -> str:
    """Return what a line of support says."""
    if ticket is not None:
        return str(_("Support, ticket #%(number)s", number=ticket))
    return str(_("Support: %(why)s", why=why)) if why else str(_("Support"))


def private_text() -> str:
    """Return what a line of support for a private request says."""
    return str(_("Support for a private request"))


def administration_text() -> str:
    """Return what the line of administration says."""
    return str(_("Administration costs"))


def nothing_text() -> str:
    """Return what a line says when there was nothing to invoice."""
    return str(_("Support: no credits short"))


def returned_text(note: str) -> str:
    """Return what the ledger says where credits that were sold are taken back."""
    return str(_("Bought credits returned, credit note %(number)s", number=note))


def bought_text() -> str:
    """Return what the line of a sale says."""
    return str(_("Support credits, paid in advance"))
