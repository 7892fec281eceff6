"""Managers write a draft, issue it, or throw it away."""

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import manage
from projectie.invoices import drafting, files
from projectie.invoices.forms import DraftForm
from projectie.invoices.issuing import IncompleteError, NothingToInvoiceError, ground_on
from projectie.invoices.models import Invoice
from projectie.invoices.reckoning import reckon
from projectie.invoices.totals import Line
from projectie.invoices.words import MISSING, why_vat
from projectie.pages import page, see


@manage.get("/invoices/<int:invoice>/change")
def edit_invoice(invoice: int) -> Response:
    """Show a draft, ready to change."""
    draft = _draft(invoice)
    return _ask(DraftForm.filled(draft), draft)


@manage.post("/invoices/<int:invoice>/change")
def change_invoice(invoice: int) -> Response:
    """Keep what the draft says now."""
    draft, form = _draft(invoice, or_issued=True), DraftForm()
    if not form.validate_on_submit():
        return _ask(form, draft)
    try:
        drafting.change_draft(invoice, form.facts(today()), int(form.version.data), current_user.id, now())
    except drafting.StaleError:
        form.form_errors.append(
            _("A colleague changed this draft meanwhile. Nothing was saved; what you typed stands here.")
        )
        return _ask(form, draft)
    except drafting.IssuedError:
        form.form_errors.append(_("This draft was issued meanwhile: it does not change any more."))
        return _ask(form, draft)
    flash(_("Saved."), "ok")
    return see(url_for("manage.invoice", invoice=invoice))


@manage.post("/invoices/<int:invoice>/issue")
def issue_invoice(invoice: int) -> Response:
    """Give it its number; from then on it never changes."""
    draft, version = _draft(invoice, or_issued=True), request.form.get("version", type=int)
    try:
        drafting.issue_draft(invoice, -1 if version is None else version, current_user.id, now())
    except drafting.StaleError:
        flash(_("A colleague changed this draft meanwhile. Look again before you issue it."), "error")
    except NothingToInvoiceError:
        flash(_("There is nothing on this draft. Nothing was issued."), "error")
    except drafting.ApartError:
        flash(_("Not issued: this is two invoices."), "error")
    except IncompleteError as error:
        said = ", ".join(str(MISSING[each]) for each in error.lacks)
        flash(_("Not issued: the law asks for %(what)s. Fill that in first.", what=said), "error")
    else:
        files.make(draft.id, current_app.extensions["projectie.blobs"], now())
        flash(_("The invoice has been issued. Look at it, and send it."), "ok")
    return see(url_for("manage.invoice", invoice=invoice))


@manage.post("/invoices/<int:invoice>/discard")
def discard_invoice(invoice: int) -> Response:
    """Throw a draft away."""
    _draft(invoice, or_issued=True)
    try:
        drafting.discard_draft(invoice, current_user.id, now())
    except drafting.IssuedError:
        flash(_("This draft was issued meanwhile: it does not change any more."), "error")
        return see(url_for("manage.invoice", invoice=invoice))
    flash(_("The draft is gone. No number was used."), "ok")
    return see(url_for("manage.invoices"))


def show_draft(draft: Invoice) -> Response:
    """Show a draft as it would be issued now."""
    session = db.session()
    ground = ground_on(session, draft.organisation_id, now())
    typed = [Line.of(line) for line in draft.lines]
    reckoning = reckon(session, ground, typed, with_shortage=draft.with_shortage)
    why = why_vat(ground.decision.treatment, reckoning.rows)
    return page("invoices/draft.html", draft=draft, ground=ground, reckoning=reckoning, why_vat=why)


def _draft(invoice_id: int, *, or_issued: bool = False) -> Invoice:
    found = db.session.get(Invoice, invoice_id)
    return found if found is not None and (or_issued or found.number is None) else abort(404)


def _ask(form: DraftForm, draft: Invoice) -> Response:
    status = 422 if form.errors or form.form_errors else 200
    return page("invoices/change_draft.html", status, form=form, draft=draft)
