"""Managers see all invoices, what is to be invoiced, and take the table for the bookkeeper (M5)."""

import secrets
from datetime import date

from flask import Response, current_app, flash, make_response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext as _n
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import manage
from projectie.invoices import files, queries
from projectie.invoices.document import document_of
from projectie.invoices.forms import PeriodForm
from projectie.invoices.issuing import InvoiceError, Wanted, issue_shortage
from projectie.invoices.preview import to_invoice
from projectie.invoices.queries import Shown
from projectie.invoices.table import as_csv
from projectie.invoices.words import MISSING, OURS, STATES
from projectie.listing import page_number
from projectie.mail.blobs import BlobStore
from projectie.pages import page, see


@manage.get("/invoices")
def invoices() -> Response:
    """Show all invoices, narrowed to a state or a client."""
    asked, client = request.args.get("state"), request.args.get("client", type=int)
    shown = Shown(asked) if asked in set(Shown) else None
    listing = queries.invoices(db.session(), shown, client, today(), page_number(request.args.get("page")))
    return page(
        "invoices/invoices.html", listing=listing, shown=shown, client=client, states=STATES, today=today()
    )


@manage.get("/invoices/due")
def invoices_due() -> Response:
    """Show which clients are short of credits, and what their invoices would be."""
    due = to_invoice(db.session(), today())
    return page("invoices/due.html", due=due, missing=MISSING, ours=OURS, run=secrets.token_hex(8))


@manage.post("/invoices/due")
def invoice_all() -> Response:
    """Issue the invoice of every client that is short, those apart whose data lack what the law asks for."""
    run, blobs = request.form.get("run", "")[:40], current_app.extensions["projectie.blobs"]
    clients = [each.organisation.id for each in to_invoice(db.session(), today()) if not each.is_stopped]
    done = sum(_issued(client, f"run:{run}:{client}", blobs) for client in clients)
    flash(_n("%(num)s invoice has been issued.", "%(num)s invoices have been issued.", done), "ok")
    return see(url_for("manage.invoices"))


@manage.get("/invoices.csv")
def invoices_csv() -> Response:
    """Hand out what was issued in a time, this year by default, as a table."""
    form, day = PeriodForm(formdata=request.args), today()
    form.validate()
    since = form.since.data or date(day.year, 1, 1)
    rows = queries.issued(db.session(), since, form.until.data or day)
    response = make_response(as_csv(document_of(row) for row in rows))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    name = _("invoices")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{since.isoformat()}.csv"'
    return response


def _issued(client: int, key: str, blobs: BlobStore) -> bool:
    try:
        files.make(issue_shortage(Wanted(client, key), current_user.id, now()), blobs, now())
    except InvoiceError:
        return False
    return True
