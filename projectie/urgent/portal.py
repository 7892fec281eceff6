"""Clients ask for urgency on a request, read quotes, and agree or decline where they may agree to costs (R13–R15)."""

from typing import Any

from flask import Response, abort, current_app, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import portal
from projectie.pages import page, see
from projectie.people.fresh import fresh
from projectie.people.scope import seen_by
from projectie.tickets.merged import MergedAway
from projectie.tickets.models import Ticket
from projectie.urgent import asking
from projectie.urgent.forms import AgreeForm
from projectie.urgent.models import ConsentWay
from projectie.urgent.page_of import Urls, agreed, declined, proof, shown
from projectie.urgent.queries import Shown, quote_for, quotes_for
from projectie.urgent.words import CHIPS, STATES
from projectie.work.words import credits_in_words


@portal.post("/requests/<int:ticket>/urgency", endpoint="ask_urgency")
def ask_urgency(ticket: int) -> Response:
    """Ask for urgency; that agrees to nothing yet."""
    mine = select(Ticket.number).where(Ticket.number == ticket)
    if db.session.scalar(seen_by(current_user, mine, Ticket.organisation_id)) is None:
        abort(404)
    try:
        asking.ask(ticket, current_user, current_app.config["SECRET_KEY"], now())
        flash(
            _("You asked for urgency. We look at it now and send a quote; you have agreed to nothing yet."),
            "ok",
        )
    except (asking.NothingToAsk, MergedAway):
        flash(_("Urgency was asked for already, or the request is done. Nothing was changed."), "error")
    return see(url_for("portal.request", ticket=ticket))


@portal.get("/quotes")
def quotes() -> Response:
    """Show every quote of the organisation."""
    found = quotes_for(db.session(), current_user)
    said: dict[str, Any] = {"words": STATES, "chips": CHIPS, "credits": credits_in_words}
    return page("urgent/quotes.html", quotes=found, seen_at=now(), **said)


@portal.get("/quotes/<int:quote>")
def quote(quote: int) -> Response:
    """Show a quote."""
    return shown(_found(quote), current_user, _urls(quote), portal=True)


@portal.post("/quotes/<int:quote>", endpoint="agree_quote")
@fresh
def agree_quote(quote: int) -> Response:
    """Agree to it."""
    found, form = _found(quote), AgreeForm()
    if not form.validate_on_submit():
        return shown(found, current_user, _urls(quote), form, 422, portal=True)
    if refusal := agreed(found, current_user, form, ConsentWay.PORTAL):
        return shown(_found(quote), current_user, _urls(quote), form, 409, refusal=refusal, portal=True)
    return see(url_for("portal.quote", quote=quote))


@portal.post("/quotes/<int:quote>/refusal", endpoint="decline_quote")
def decline_quote(quote: int) -> Response:
    """Decline it: the normal promise holds."""
    found = _found(quote)
    if refusal := declined(found, current_user):
        return shown(_found(quote), current_user, _urls(quote), None, 409, refusal=refusal, portal=True)
    return see(url_for("portal.quote", quote=quote))


@portal.get("/quotes/<int:quote>/proof", endpoint="quote_proof")
def quote_proof(quote: int) -> Response:
    """Hand out the proof of the agreement."""
    return proof(_found(quote)) or abort(404)


def _found(quote: int) -> Shown:
    return quote_for(db.session(), quote, current_user) or abort(404)


def _urls(quote: int) -> Urls:
    return Urls(
        *(url_for(f"portal.{name}", quote=quote) for name in ("agree_quote", "decline_quote", "quote_proof"))
    )
