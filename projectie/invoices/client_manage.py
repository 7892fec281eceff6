"""A client's next invoice for managers: look, issue it, or start a draft."""

import secrets

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import manage
from projectie.invoices import drafting, files
from projectie.invoices.issuing import IncompleteError, NothingToInvoiceError, Wanted, issue_shortage
from projectie.invoices.preview import next_of
from projectie.invoices.words import MISSING, OURS, TREATMENTS
from projectie.pages import page, see
from projectie.people.models import Organisation


@manage.get("/organisations/<int:organisation>/invoice")
def next_invoice(organisation: int) -> Response:
    """Show what an invoice to this client would be now (R20, R21)."""
    shown = next_of(db.session(), organisation, today()) or abort(404)
    return page(
        "invoices/next.html",
        shown=shown,
        run=secrets.token_hex(8),
        missing=MISSING,
        ours=OURS,
        treatments=TREATMENTS,
    )


@manage.post("/organisations/<int:organisation>/invoice")
def issue_next_invoice(organisation: int) -> Response:
    """Issue it; the same form twice is one invoice."""
    _found(organisation)
    wanted = Wanted(organisation, f"hand:{organisation}:{request.form.get('run', '')[:40]}")
    try:
        issued = issue_shortage(wanted, current_user.id, now())
    except NothingToInvoiceError:
        flash(_("Nothing is short of this client. Nothing was issued."), "error")
    except IncompleteError as error:
        said = ", ".join(str(MISSING[each]) for each in error.lacks)
        flash(_("Not issued: the law asks for %(what)s. Fill that in first.", what=said), "error")
    else:
        files.make(issued, current_app.extensions["projectie.blobs"], now())
        flash(_("The invoice has been issued. Look at it, and send it."), "ok")
        return see(url_for("manage.invoice", invoice=issued))
    return see(url_for("manage.next_invoice", organisation=organisation))


@manage.post("/organisations/<int:organisation>/drafts")
def draft_invoice(organisation: int) -> Response:
    """Start a draft for this client."""
    _found(organisation)
    draft = drafting.start_draft(organisation, current_user.id, now())
    return see(url_for("manage.edit_invoice", invoice=draft))


def _found(organisation_id: int) -> Organisation:
    return db.session.get(Organisation, organisation_id) or abort(404)
