"""Managers see what is being bought, confirm what came by bank, and say which amounts are offered (R22)."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie import spreadsheet
from projectie.clock.now import now
from projectie.context import euros
from projectie.context import today as today_
from projectie.credits.worth import credits_in_words
from projectie.database import db
from projectie.doors import manage
from projectie.language import language
from projectie.listing import page_number
from projectie.pages import page, see
from projectie.people.models import Organisation
from projectie.topups import buying, queries, selling, settling
from projectie.topups import offer as offering
from projectie.topups.forms import ConfirmForm, OfferForm
from projectie.topups.models import TopUp
from projectie.topups.rules import TopUpState, Way
from projectie.topups.settling import AnotherAmount, SettledAlready, confirmable
from projectie.topups.words import STATES, WAYS, chip, said

WORDS = {"states": STATES, "ways": WAYS}


@manage.get("/top-ups", endpoint="topups")
def topups() -> Response:
    """Show every top-up, those that ask for somebody first."""
    asked = request.args.get("state", "")
    state = TopUpState(asked) if asked in set(TopUpState) else None
    listing = queries.all_of_them(db.session(), state, page_number(request.args.get("page")))
    return page("topups/topups.html", listing=listing, state=state, words=WORDS)


@manage.get("/top-ups/offer", endpoint="topup_offer")
def offer() -> Response:
    """Ask which amounts are offered."""
    kept = ", ".join(str(each) for each in offering.amounts(db.session()))
    return page("topups/offer.html", form=OfferForm(formdata=None, amounts=kept))


@manage.post("/top-ups/offer", endpoint="change_topup_offer")
def change_offer() -> Response:
    """Offer these amounts."""
    form = OfferForm()
    if not form.validate_on_submit():
        return page("topups/offer.html", 422, form=form)
    offering.offer(form.chosen, current_user.id, now())
    flash(_("Saved."), "ok")
    return see(url_for("manage.topups"))


@manage.get("/top-ups/<int:topup>", endpoint="topup")
def one(topup: int) -> Response:
    """Show one, with the form that confirms it."""
    found = _found(topup)
    return _shown(found, ConfirmForm(formdata=None, received=_typed(found), on=today_()))


@manage.post("/top-ups/<int:topup>/confirmation", endpoint="confirm_topup")
def confirm(topup: int) -> Response:
    """Post the credits once the money is there."""
    found, form = _found(topup), ConfirmForm()
    if not form.validate_on_submit():
        return _shown(found, form)
    received = form.received_money()
    try:
        credits_ = settling.confirm(topup, received, current_user.id, now())
    except SettledAlready:
        flash(_("This was settled already. Nothing was changed."), "error")
    except AnotherAmount as error:
        form.received.errors = [_another(error.credits, found)]
        return _shown(found, form)
    else:
        flash(_("Posted: %(credits)s.", credits=credits_in_words(credits_)), "ok")
    return see(url_for("manage.topup", topup=topup))


@manage.post("/top-ups/<int:topup>/cancel", endpoint="cancel_topup")
def cancel(topup: int) -> Response:
    """Take one back that will not be paid."""
    _found(topup)
    if not buying.cancel(topup, current_user.id, now()):
        flash(_("This cannot be cancelled any more. Nothing was changed."), "error")
    return see(url_for("manage.topup", topup=topup))


def _found(number: int) -> TopUp:
    return db.session.get(TopUp, number) or abort(404)


def _typed(found: TopUp) -> str:
    asked = found.total.excluding if found.way is Way.ARRANGED else found.total.including
    cents = found.received_cents or asked
    return spreadsheet.cents(cents, language())


def _another(credits_: int, found: TopUp) -> str:
    asked = euros(found.total.including)
    if not credits_:
        return str(_("%(asked)s was asked. This amount does not pay for a whole credit.", asked=asked))
    return str(
        _(
            "%(asked)s was asked. This amount pays for %(credits)s. Tick the box to post those.",
            asked=asked,
            credits=credits_in_words(credits_),
        )
    )


def _shown(found: TopUp, form: ConfirmForm) -> Response:
    client = db.session.get_one(Organisation, found.organisation_id)
    returned = queries.is_returned(db.session(), found.id)
    return page(
        "topups/manage_topup.html",
        422 if form.errors else 200,
        topup=found,
        client=client,
        form=form,
        confirmable=confirmable(found),
        invoice=selling.invoice_of(db.session(), found.id),
        returned=returned,
        said=(said(found.state, returned=returned), chip(found.state, returned=returned)),
        words=WORDS,
    )
