"""Managers correct a balance by hand, and see what was corrected and given (R16, R19)."""

import secrets

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.credits import clients
from projectie.credits.balance import balance_of
from projectie.credits.correcting import Correction, correct
from projectie.credits.forms import CorrectionForm
from projectie.credits.posting import KeyTakenError
from projectie.credits.words import KINDS
from projectie.credits.worth import credits_in_words
from projectie.database import db
from projectie.doors import manage
from projectie.listing import page_number
from projectie.pages import page, see
from projectie.people.models import Organisation


@manage.get("/credits/corrections", endpoint="corrections")
def corrections() -> Response:
    """Show what was corrected and given."""
    listing = clients.made_by_hand(db.session(), page_number(request.args.get("page")))
    return page("credits/corrections.html", listing=listing, kinds=KINDS)


@manage.get("/credits/<int:organisation>/corrections/new", endpoint="new_correction")
def new_correction(organisation: int) -> Response:
    """Ask what is to be corrected."""
    return _ask(organisation, CorrectionForm(formdata=None, key=secrets.token_hex(16)))


@manage.post("/credits/<int:organisation>/corrections/new", endpoint="add_correction")
def add_correction(organisation: int) -> Response:
    """Show what it would do; once that was seen, post it."""
    form = CorrectionForm()
    if not form.validate_on_submit() or form.shown.data != form.names:
        return _ask(organisation, form)
    wanted = Correction(form.credits.data, form.reason.data, form.key.data)
    try:
        balance = correct(organisation, wanted, current_user.id, now())
    except KeyTakenError:
        flash(_("This form was sent before, with something else in it. Nothing was changed."), "error")
    else:
        flash(_("Corrected. The balance is %(credits)s now.", credits=credits_in_words(balance)), "ok")
    return see(url_for("manage.ledger", organisation=organisation))


def _ask(organisation: int, form: CorrectionForm) -> Response:
    client = db.session.get(Organisation, organisation) or abort(404)
    before = balance_of(db.session(), organisation)
    seen = request.method == "POST" and not form.errors
    form.shown.data = form.names if seen else ""
    after = before + form.credits.data if seen else None
    status = 422 if form.errors else 200
    return page(
        "credits/new_correction.html",
        status,
        client=client,
        form=form,
        before=before,
        before_words=credits_in_words(before),
        after=after,
    )
