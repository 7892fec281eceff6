"""Staff report outages, say what they are, and group the tickets that are about them."""

from datetime import timedelta

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext as _n
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.outages import actions, queries, tickets
from projectie.outages.days import DAYS
from projectie.outages.faults import OutageError
from projectie.outages.forms import OutageForm, TicketsForm
from projectie.outages.outage_shown import asked_again, found, shown
from projectie.outages.queries import Incident
from projectie.outages.sentences import at_field, sentence
from projectie.outages.words import SEVERITIES, STATES
from projectie.pages import page, see
from projectie.reused import meant


@desk.get("/outages")
def outages() -> Response:
    """Show what goes on, what is announced, and what is over."""
    since = now() - timedelta(days=DAYS)
    return page(
        "outages/outages.html",
        outages=queries.incidents(db.session(), since=since),
        works=queries.works(db.session(), since=now()),
        states=STATES,
        severities=SEVERITIES,
    )


@desk.get("/outages/new")
def new_outage() -> Response:
    """Ask what is wrong; perhaps a ticket told of it."""
    return _ask_new(OutageForm(formdata=None, started_at=now()))


@desk.post("/outages/new")
def report_outage() -> Response:
    """Report an outage: from now on everybody can read of it."""
    form = OutageForm()
    form.parts.offer(queries.parts(db.session()))
    if not form.validate_on_submit():
        return _ask_new(form)
    try:
        reported = actions.report(form.facts(), _ticket(), current_user.id, now())
    except OutageError as error:
        at_field(form, error)
        return _ask_new(form)
    flash(
        _("The outage stands on the status page. Add the tickets it is about, then tell their clients."), "ok"
    )
    return see(url_for("desk.outage", outage=reported))


@desk.get("/outages/<int:outage>")
def outage(outage: int) -> Response:
    """Show one outage with its tickets."""
    return shown(outage)


@desk.get("/outages/<int:outage>/change")
def edit_outage(outage: int) -> Response:
    """Ask what it is now."""
    is_now = _found(outage)
    kept = {"title_nl": is_now.title.nl, "title_en": is_now.title.en, "severity": is_now.severity.value}
    chosen = [part.id for part in is_now.parts]
    return _ask_change(OutageForm(formdata=None, **kept, parts=chosen, started_at=is_now.started_at), is_now)


@desk.post("/outages/<int:outage>/change")
def change_outage(outage: int) -> Response:
    """Keep what it is now."""
    is_now, form = _found(outage), OutageForm()
    form.parts.offer(queries.parts(db.session()), [part.id for part in is_now.parts])
    if not form.validate_on_submit():
        return _ask_change(form, is_now)
    try:
        actions.change(outage, form.facts(), current_user.id, now())
    except OutageError as error:
        at_field(form, error)
        return _ask_change(form, is_now)
    flash(_("Saved."), "ok")
    return see(url_for("desk.outage", outage=outage))


@desk.post("/outages/<int:outage>/withdrawal")
def withdraw_outage(outage: int) -> Response:
    """Take a false alarm back."""
    try:
        actions.take_back(outage, current_user.id, now())
    except OutageError as error:
        return asked_again(outage, sentence(error))
    flash(_("The outage has been taken back: it was a false alarm."), "ok")
    return see(url_for("desk.outages"))


@desk.post("/outages/<int:outage>/tickets")
def add_outage_tickets(outage: int) -> Response:
    """Put tickets into the outage: those that were ticked, or whose numbers were typed."""
    found(outage)
    form = TicketsForm()
    form.numbers.data = form.numbers.data or " ".join(map(str, meant(request.form.getlist("ticked"))))
    if not form.validate_on_submit():
        return asked_again(outage, tickets_form=form)
    try:
        added = tickets.add_tickets(outage, form.typed(), current_user.id, now())
    except OutageError as error:
        form.numbers.errors = [sentence(error)]
        return asked_again(outage, tickets_form=form)
    flash(_n("%(num)s ticket has been added.", "%(num)s tickets have been added.", added), "ok")
    return see(_back(outage))


@desk.post("/outages/<int:outage>/tickets/<int:ticket>/removal")
def remove_outage_ticket(outage: int, ticket: int) -> Response:
    """Take a ticket out of the outage."""
    tickets.remove_ticket(outage, ticket, current_user.id, now())
    flash(_("#%(ticket)s is no longer part of the outage.", ticket=ticket), "ok")
    return see(
        url_for("desk.ticket", ticket=ticket) if _from_ticket() else url_for("desk.outage", outage=outage)
    )


def _found(outage_id: int) -> Incident:
    return queries.incident(db.session(), outage_id) or abort(404)


def _ask_new(form: OutageForm) -> Response:
    form.parts.offer(queries.parts(db.session()))
    status = 422 if form.errors else 200
    return page("outages/new_outage.html", status, form=form, ticket=_ticket())


def _ask_change(form: OutageForm, is_now: Incident) -> Response:
    form.parts.offer(queries.parts(db.session()), [part.id for part in is_now.parts])
    return page("outages/change_outage.html", 422 if form.errors else 200, form=form, outage=is_now)


def _ticket() -> int | None:
    """Return the ticket that told of it, if any."""
    number = request.values.get("ticket", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def _from_ticket() -> bool:
    return request.form.get("back") == "ticket"


def _back(outage_id: int) -> str:
    number = _ticket()
    if _from_ticket() and number is not None:
        return url_for("desk.ticket", ticket=number)
    return url_for("desk.outage", outage=outage_id)
