"""Staff make quotes, withdraw them, and record an answer by mail that agrees (R14, R15, R32)."""

from datetime import datetime
from typing import Any

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import zone
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see
from projectie.planning.reading import estimate_of
from projectie.planning.words import long_in_words
from projectie.terms.in_force import standing
from projectie.tickets.merged import goes_on_at
from projectie.tickets.models import Ticket
from projectie.urgent import agreeing, asking, ending, quoting
from projectie.urgent.agreeing import Refused
from projectie.urgent.capacity import effect_of
from projectie.urgent.forms import CallForm, MailForm, QuoteForm
from projectie.urgent.models import Quote
from projectie.urgent.page_of import proof
from projectie.urgent.queries import Shown, agreeing_mails, quote_for, quotes_of
from projectie.urgent.rules import surcharges
from projectie.urgent.saying import factor_in_words, surcharge_in_words
from projectie.urgent.words import CHIPS, GROUNDS, REFUSED, STATES, WAYS
from projectie.work.words import credits_in_words

USUAL = 60  # minutes, where nobody has estimated the ticket


@desk.get("/tickets/<int:ticket>/quote")
def quote_ticket(ticket: int) -> Response:
    """Ask what a quote should say, with what is proposed."""
    session, row = db.session(), _ticket(ticket)
    estimate, before = estimate_of(session, ticket), quotes_of(session, ticket)
    figures, seen = standing(session, now()).terms.terms.figures, quoting.last_version(session, ticket)
    form = QuoteForm.fresh(figures, estimate[0] if estimate else USUAL, seen, now(), zone())
    return _show(row, _as_before(form, before[0].quote) if before else form)


@desk.post("/tickets/<int:ticket>/quote", endpoint="send_quote")
def send_quote(ticket: int) -> Response:
    """Send it, or show first how the client would read it and what it moves."""
    row, form = _ticket(ticket), QuoteForm()
    if not form.validate_on_submit():
        return _show(row, form, status=422)
    wanted = form.wanted(standing(db.session(), now()).terms.terms.figures, zone())
    if "check" in request.form:
        wrong = quoting.wrong_of(db.session(), row, wanted, now())
        return _show(row, form.refuse(wrong) if wrong else form, checked=True, status=422 if wrong else 200)
    try:
        quoting.send(ticket, wanted, current_user, current_app.config["SECRET_KEY"], now())
    except quoting.NotSent as refused:
        return _show(_ticket(ticket), form.refuse(refused.wrong), checked=True, status=422)
    flash(_("The quote is sent to whoever may agree to costs."), "ok")
    return see(url_for("desk.ticket", ticket=ticket))


@desk.post("/tickets/<int:ticket>/urgency", endpoint="note_urgent_call")
def note_urgent_call(ticket: int) -> Response:
    """Note a phone call in which the client asks for urgency."""
    _ticket(ticket)
    form = CallForm()
    if form.validate_on_submit():
        call = asking.Call(form.caller.data, form.said.data)
        try:
            asking.ask(ticket, current_user, current_app.config["SECRET_KEY"], now(), call)
            return see(url_for("desk.ticket", ticket=ticket))
        except asking.NothingToAsk:
            form.caller.errors = [
                _("Urgency was asked for already, or the ticket is done. Nothing was changed.")
            ]
    return page("urgent/call.html", 422, form=form, ticket=_ticket(ticket))


@desk.get("/quotes/<int:quote>")
def quote(quote: int) -> Response:
    """Show a quote as the client reads it, with what came of it."""
    return _quote(_found(quote), MailForm(formdata=None))


@desk.get("/quotes/<int:quote>/proof", endpoint="quote_proof")
def quote_proof(quote: int) -> Response:
    """Hand out the proof of the agreement."""
    return proof(_found(quote)) or abort(404)


@desk.post("/quotes/<int:quote>/withdrawal", endpoint="withdraw_quote")
def withdraw_quote(quote: int) -> Response:
    """Take a quote back."""
    found = _found(quote)
    try:
        ending.withdraw(quote, current_user, current_app.config["SECRET_KEY"], now())
    except Refused as refused:
        flash(str(REFUSED[refused.reason]), "error")
    return see(url_for("desk.ticket", ticket=goes_on_at(db.session(), found.quote.ticket_number)))


@desk.post("/quotes/<int:quote>/mail", endpoint="record_consent")
def record_consent(quote: int) -> Response:
    """Record an answer by mail as the consent it is."""
    found, form = _found(quote), MailForm()
    if not form.validate_on_submit():
        return _quote(found, form, 422)
    try:
        agreeing.record(quote, form.message.data, form.role.data, current_user, now())
    except Refused as refused:
        form.role.errors = [REFUSED[refused.reason]]
        return _quote(_found(quote), form, 409)
    return see(url_for("desk.quote", quote=quote))


def _quote(found: Shown, form: MailForm, status: int = 200) -> Response:
    mails = agreeing_mails(db.session(), found.quote) if found.quote.state.value == "sent" else []
    words: dict[str, Any] = {"words": STATES, "chips": CHIPS, "ways": WAYS, "state": found.state(now())}
    words["ticket"] = goes_on_at(db.session(), found.quote.ticket_number)
    return page(
        "urgent/desk_quote.html", status, found=found, quote=found.quote, form=form, mails=mails, **words
    )


def _show(ticket: Ticket, form: QuoteForm, *, checked: bool = False, status: int = 200) -> Response:
    session, at = db.session(), now()
    figures = standing(session, at).terms.terms.figures
    wanted = form.wanted(figures, zone()) if not form.errors or checked else None
    minutes, ready = (wanted.offer.minutes, wanted.offer.ready_by) if wanted else (USUAL, at)
    readers = quoting.who_may_agree(session, ticket)
    preview = quoting.previewed(session, ticket, wanted, at) if checked and wanted and readers else None
    table = [(GROUNDS[ground], percent) for ground, percent in surcharges(figures).items()]
    said = {
        "factor": factor_in_words,
        "more": surcharge_in_words,
        "credits": credits_in_words,
        "long": long_in_words,
    }
    facts = {
        "effect": _effect(ticket, minutes, ready, at),
        "readers": readers,
        "preview": preview,
        "table": table,
    }
    return page("urgent/make_quote.html", status, form=form, ticket=ticket, wanted=wanted, **facts, **said)


def _as_before(form: QuoteForm, last: Quote) -> QuoteForm:
    """Let a new version begin with what the last one said; its moments are new."""
    form.grounds.data, form.quote_words.data = list(last.grounds), last.words
    form.minutes.data, form.minutes.minutes = str(last.minutes), last.minutes
    form.factor.data = factor_in_words(last.factor) if last.factor != last.proposed else ""
    return form


def _effect(ticket: Ticket, minutes: int, ready: datetime, at: datetime) -> Any:
    return effect_of(db.session(), ticket, minutes, ready, at)


def _ticket(number: int) -> Ticket:
    row = db.session.get(Ticket, number)
    return row if row is not None and row.merged_into is None else abort(404)


def _found(quote: int) -> Shown:
    return quote_for(db.session(), quote, current_user) or abort(404)
