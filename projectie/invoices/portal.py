"""Clients see their invoices, how to pay them, and what the next one will be (C9)."""

from base64 import b64encode
from typing import Any

from flask import Response, abort, request
from flask_login import current_user
from stdnum import iban

from projectie.context import today
from projectie.database import db
from projectie.doors import portal
from projectie.invoices import queries
from projectie.invoices.handing import handed
from projectie.invoices.models import FileKind, Invoice
from projectie.invoices.page_of import InvoicePage, page_of
from projectie.invoices.paper import transfer_of
from projectie.invoices.preview import next_of
from projectie.invoices.sending import ASKED
from projectie.invoices.words import STATES
from projectie.listing import page_number
from projectie.pages import page
from projectie.payment_code import as_svg
from projectie.people.models import Organisation


@portal.get("/invoices")
def invoices() -> Response:
    """Show what was invoiced, and what will be (R23)."""
    session, day = db.session(), today()
    listing = queries.own_invoices(session, current_user, day, page_number(request.args.get("page")))
    coming = next_of(session, current_user.organisation_id, day)
    return page("invoices/portal_invoices.html", listing=listing, coming=coming, states=STATES)


@portal.get("/invoices/<int:invoice>")
def invoice(invoice: int) -> Response:
    """Show one invoice and how to pay it."""
    shown = page_of(db.session(), _found(invoice), today())
    context: dict[str, Any] = {"states": STATES, "code": _code(shown)}
    context["iban"] = iban.format(shown.document.paper.bank.iban)
    return page("invoices/portal_invoice.html", shown=shown, asks=shown.standing.state in ASKED, **context)


@portal.get("/invoices/<int:invoice>/pdf")
def invoice_pdf(invoice: int) -> Response:
    """Hand out the paper."""
    return handed(_found(invoice), FileKind.PDF)


@portal.get("/invoices/<int:invoice>/ubl")
def invoice_ubl(invoice: int) -> Response:
    """Hand out the e-invoice."""
    return handed(_found(invoice), FileKind.UBL)


def _found(invoice_id: int) -> Invoice:
    return queries.one(db.session(), invoice_id, current_user) or abort(404)


def _own() -> Organisation:
    return db.session.get(Organisation, current_user.organisation_id) or abort(404)


def _code(shown: InvoicePage) -> str | None:
    """Return the payment code as an address of an image, for what is left to pay."""
    transfer = transfer_of(shown.document, shown.standing.left)
    if transfer is None or shown.standing.state not in ASKED:
        return None
    return f"data:image/svg+xml;base64,{b64encode(as_svg(transfer)).decode()}"
