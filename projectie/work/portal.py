"""Clients read the receipts of their requests, and set ceilings where they may agree to costs (R17c, R25a)."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import MissingError, db
from projectie.doors import portal
from projectie.pages import page, see
from projectie.terms.in_force import in_force
from projectie.work import ceilings as deeds
from projectie.work.credit_forms import CeilingForm
from projectie.work.month import month_of
from projectie.work.portal_rows import open_requests, receipt_of, receipts_of
from projectie.work.receipt_facts import told
from projectie.work.receipt_words import words_of
from projectie.work.words import credits_in_words


@portal.get("/receipts")
def receipts() -> Response:
    """Show the receipts of this organisation, the newest first."""
    found = [told(each) for each in receipts_of(db.session(), current_user)]
    return page("work/receipts.html", receipts=found, credits=credits_in_words)


@portal.get("/receipts/<int:receipt>")
def receipt(receipt: int) -> Response:
    """Show one receipt."""
    said = told(receipt_of(db.session(), current_user, receipt) or abort(404))
    matrix = in_force(db.session(), today()).terms.matrix
    return page("work/receipt.html", told=said, receipt=words_of(said, matrix))


@portal.get("/ceilings")
def ceilings() -> Response:
    """Show where we stop and ask."""
    return _show(None, CeilingForm(formdata=None))


@portal.post("/ceilings", endpoint="set_ceiling")
def set_ceiling() -> Response:
    """Set or lift the ceiling of the organisation."""
    return _keep(None)


@portal.post("/ceilings/<int:ticket>", endpoint="set_request_ceiling")
def set_request_ceiling(ticket: int) -> Response:
    """Set or lift the ceiling of a request."""
    return _keep(ticket)


def _keep(ticket: int | None) -> Response:
    form = CeilingForm()
    if not form.validate_on_submit():
        return _show(ticket, form)
    try:
        deeds.limit(current_user.organisation_id, ticket, form.ceiling.data, current_user, now())
    except deeds.MayNotAgree:
        form.ceiling.errors = [_("Only a colleague of yours who may agree to costs can change this")]
        return _show(ticket, form)
    except MissingError:
        abort(404)
    flash(_("Saved. We stop there and ask you first."), "ok")
    return see(url_for("portal.ceilings"))


def _show(ticket: int | None, form: CeilingForm) -> Response:
    session, client = db.session(), current_user.organisation_id
    requests = open_requests(session, current_user)
    if ticket is not None and ticket not in {each.number for each in requests}:
        abort(404)
    return page(
        "work/ceilings.html",
        422 if form.errors else 200,
        requests=requests,
        ceilings=deeds.ceilings_of(session, client),
        month=month_of(session, client, today()),
        credits=credits_in_words,
        form=form,
        of=ticket,
        fresh=lambda: CeilingForm(formdata=None),
    )
