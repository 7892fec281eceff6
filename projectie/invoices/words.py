"""What invoices and their states are called, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.invoices.parties import Missing
from projectie.invoices.rates import Rate
from projectie.invoices.standing import State
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
LETTERS: Mapping[LetterState, Any] = {
    LetterState.QUEUED: _l("waiting to be sent"),
    LetterState.SENT: _l("handed to the mail server"),
    LetterState.FAILED: _l("not delivered"),
    LetterState.WITHDRAWN: _l("taken back"),
}
RATES: Mapping[Rate, Any] = {
    Rate.GENERAL: _l("general rate"),
    Rate.REDUCED: _l("reduced rate (books and bound brochures)"),
}


def support_text(ticket: int | None, why: str) -> str:
    """Return what a line of support says."""
    if ticket is not None:
        return str(_("Support, ticket #%(number)s", number=ticket))
    return str(_("Support: %(why)s", why=why)) if why else str(_("Support"))


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
