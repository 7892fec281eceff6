"""Managers waive what a ticket costs, and correct a client's balance, each with a reason (R16, R19)."""

import secrets

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.credits.balance import balance_of
from projectie.credits.posting import KeyTakenError
from projectie.database import db
from projectie.doors import manage
from projectie.pages import page, see
from projectie.people.models import Organisation
from projectie.tickets.models import Ticket
from projectie.work import correcting
from projectie.work.arithmetic import arithmetic_of
from projectie.work.correcting import Correction, NotTheirs
from projectie.work.costing import cost_of
from projectie.work.credit_forms import CorrectionForm, LeniencyForm
from projectie.work.leniency import NothingToWaive, waive
from projectie.work.proposals import proposed
from projectie.work.words import credits_in_words, lines_of


@manage.get("/tickets/<int:ticket>/leniency")
def leniency(ticket: int) -> Response:
    """Ask what to waive of a ticket's charge, with what is proposed."""
    return _ask(ticket, LeniencyForm.filled(proposed(db.session(), ticket, now())))


@manage.post("/tickets/<int:ticket>/leniency", endpoint="be_lenient")
def be_lenient(ticket: int) -> Response:
    """Waive it."""
    form = LeniencyForm()
    if not form.validate_on_submit():
        return _ask(ticket, form)
    try:
        waive(ticket, form.wanted(), form.gift_because.data, current_user, now())
    except NothingToWaive as refused:
        form.gift.errors = [
            _("Nothing was waived: this ticket costs %(credits)s.", credits=credits_in_words(refused.credits))
        ]
        return _ask(ticket, form)
    flash(_("The client sees this gift, with your reason."), "ok")
    return see(url_for("desk.ticket", ticket=ticket))


@manage.get("/organisations/<int:organisation>/correction")
def correction(organisation: int) -> Response:
    """Ask for a correction of a client's balance."""
    data = {"key": secrets.token_hex(8), "ticket": request.args.get("ticket", type=int)}
    return _ask_correction(organisation, CorrectionForm(formdata=None, data=data))


@manage.post("/organisations/<int:organisation>/correction", endpoint="correct_balance")
def correct_balance(organisation: int) -> Response:
    """Post the correction."""
    form = CorrectionForm()
    if not form.validate_on_submit():
        return _ask_correction(organisation, form)
    wanted = Correction(form.credits.data, form.because.data, form.ticket.data)
    try:
        correcting.correct(
            organisation, wanted, (form.key.data or secrets.token_hex(8))[:80], current_user, now()
        )
    except NotTheirs:
        form.ticket.errors = [_("This client has no ticket of that number")]
        return _ask_correction(organisation, form)
    except KeyTakenError:
        form.credits.errors = [_("This form was sent already, with other figures. Open it anew.")]
        return _ask_correction(organisation, form)
    flash(_("The balance is corrected."), "ok")
    return see(url_for("manage.organisation", organisation=organisation))


def _ask(number: int, form: LeniencyForm) -> Response:
    ticket = db.session.get(Ticket, number)
    if ticket is None or ticket.organisation_id is None:
        abort(404)
    cost = cost_of(db.session(), ticket)
    sums = arithmetic_of(cost)
    facts = {"lines": lines_of(sums), "sums": sums, "surcharge": cost.surcharge, "credits": credits_in_words}
    return page("work/leniency.html", 422 if form.errors else 200, form=form, ticket=ticket, **facts)


def _ask_correction(number: int, form: CorrectionForm) -> Response:
    client = db.session.get(Organisation, number) or abort(404)
    balance = credits_in_words(balance_of(db.session(), number))
    return page(
        "work/correction.html", 422 if form.errors else 200, form=form, client=client, balance=balance
    )
