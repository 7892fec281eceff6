"""One invoice for managers: its files, sending and reminding, payments, the credit note (M6)."""

import secrets

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import manage
from projectie.invoices import crediting, files, paying, queries
from projectie.invoices.drafts_manage import show_draft
from projectie.invoices.forms import CreditForm, PaymentForm
from projectie.invoices.handing import handed
from projectie.invoices.models import FileKind, Invoice, InvoiceKind, LetterKind
from projectie.invoices.page_of import page_of
from projectie.invoices.sending import NobodyError, NotSendableError, send
from projectie.invoices.words import LETTERS, STATES, why_vat
from projectie.pages import page, see


@manage.get("/invoices/<int:invoice>")
def invoice(invoice: int) -> Response:
    """Show one invoice, or the draft of one."""
    found = _found(invoice)
    return show_draft(found) if found.number is None else _show(found)


@manage.get("/invoices/<int:invoice>/pdf")
def invoice_pdf(invoice: int) -> Response:
    """Hand out the paper."""
    return handed(_found(invoice), FileKind.PDF)


@manage.get("/invoices/<int:invoice>/ubl")
def invoice_ubl(invoice: int) -> Response:
    """Hand out the e-invoice."""
    return handed(_found(invoice), FileKind.UBL)


@manage.post("/invoices/<int:invoice>/letters")
def send_invoice(invoice: int) -> Response:
    """Mail it, or remind the client of it."""
    _found(invoice)
    kind = LetterKind.REMINDER if request.form.get("kind") == "reminder" else LetterKind.INVOICE
    files.make(invoice, current_app.extensions["projectie.blobs"], now())
    try:
        send(invoice, kind, request.form.get("after", 0, type=int), current_user.id, now())
    except NobodyError:
        flash(
            _(
                "Not sent: this client has no address for invoices and nobody who may agree to costs or buy credits."
            ),
            "error",
        )
    except NotSendableError:
        flash(_("Not sent: there is nothing to pay for this one."), "error")
    else:
        flash(_("The letter is on its way. Below you see how it fares."), "ok")
    return see(url_for("manage.invoice", invoice=invoice))


@manage.post("/invoices/<int:invoice>/payments")
def pay_invoice(invoice: int) -> Response:
    """Keep a payment."""
    found, form = _found(invoice), PaymentForm(today=today())
    if found.number is None or not form.validate_on_submit():
        return _show(found, payment=form) if found.number else abort(404)
    try:
        paying.record_payment(invoice, form.payment(), current_user.id, now())
    except paying.NotPayableError:
        flash(_("Not saved: nothing is paid for a credit note. Note it on the invoice it credits."), "error")
    else:
        flash(_("The payment has been noted."), "ok")
    return see(url_for("manage.invoice", invoice=invoice))


@manage.post("/invoices/<int:invoice>/credit-note")
def credit_invoice(invoice: int) -> Response:
    """Undo it by a credit note."""
    found, form = _found(invoice), CreditForm()
    if found.number is None or not form.validate_on_submit():
        return _show(found, credit=form) if found.number else abort(404)
    try:
        note = crediting.credit(invoice, form.why.data, current_user.id, now(), agreed=form.agreed)
    except crediting.BelowZeroError:
        form.below.errors = [
            _("Nothing was done yet. Look at what the balance becomes, then tick this box if it is right.")
        ]
        return _show(found, credit=form)
    except crediting.NotCreditableError:
        flash(_("Not done: a credit note is not credited. Make a new invoice instead."), "error")
        return see(url_for("manage.invoice", invoice=invoice))
    files.make(note, current_app.extensions["projectie.blobs"], now())
    flash(_("The credit note has been issued. Look at it, and send it."), "ok")
    return see(url_for("manage.invoice", invoice=note))


def _found(invoice_id: int) -> Invoice:
    return queries.one(db.session(), invoice_id, current_user) or abort(404)


def _effect(found: Invoice) -> crediting.Effect | None:
    """Return what a credit note would do, where one can be made."""
    return crediting.effect_of(db.session(), found) if found.kind is InvoiceKind.INVOICE else None


def _show(found: Invoice, payment: PaymentForm | None = None, credit: CreditForm | None = None) -> Response:
    form = payment or credit
    shown = page_of(db.session(), found, today())
    fresh = PaymentForm(
        formdata=None,
        today=today(),
        key=secrets.token_hex(8),
        amount=shown.standing.left or None,
        paid_on=today(),
    )
    return page(
        "invoices/invoice.html",
        422 if form and form.errors else 200,
        shown=shown,
        form=form,
        payment=payment or fresh,
        credit=credit or CreditForm(formdata=None),
        effect=_effect(found),
        states=STATES,
        why_vat=why_vat(shown.document.treatment, shown.document.rows),
        letters=LETTERS,
    )
