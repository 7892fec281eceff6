"""Clients plan a call, and look after those of their organisation (R11, C10, C11)."""

import secrets

from flask import Response, abort, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.calls import appointment_page
from projectie.calls.appointment_page import Addresses, Place
from projectie.calls.booking import Wanted, book
from projectie.calls.choices import by_day, choice
from projectie.calls.forms import CallForm
from projectie.calls.judging import NotFree
from projectie.calls.queries import appointment_of, appointments_of, open_requests
from projectie.calls.reading import ground_at, takers
from projectie.calls.slots import Moment
from projectie.calls.words import STATES
from projectie.calls.zones import zone_for, zones_for
from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.doors import portal
from projectie.pages import page, see
from projectie.tickets.merged import MergedAway


@portal.get("/calls")
def calls() -> Response:
    """Show the calls of a client's organisation."""
    return page("calls/calls.html", calls=appointments_of(db.session(), current_user), states=STATES)


@portal.get("/calls/new")
def new_call() -> Response:
    """Ask what it is about, and when."""
    filled = {"key": secrets.token_urlsafe(12), "ticket": request.args.get("ticket", "")}
    return _ask(_form(CallForm(formdata=None, data=filled)))


@portal.post("/calls/new", endpoint="book_call")
def book_call() -> Response:
    """Book the call that was asked for."""
    form = _form(CallForm())
    if "show_zone" in request.form:
        return _ask(form)
    if not form.validate_on_submit():
        return _ask(form)
    try:
        booked = book(_wanted(form), current_user, current_app.config["SECRET_KEY"], now())
    except NotFree as refused:
        form.refuse(refused)
        return _ask(form, refused.nearest)
    except MergedAway:
        form.ticket.errors = [_("Nothing is said on this request any more. Choose another one")]
        return _ask(form)
    return see(url_for("portal.call", appointment=booked))


@portal.get("/calls/<int:appointment>")
def call(appointment: int) -> Response:
    """Show one appointment."""
    return appointment_page.show(_place(appointment))


@portal.get("/calls/<int:appointment>/move", endpoint="ask_move_call")
def ask_move_call(appointment: int) -> Response:
    """Show when it can be instead."""
    return appointment_page.ask_move(_place(appointment))


@portal.post("/calls/<int:appointment>/move", endpoint="move_call")
def move_call(appointment: int) -> Response:
    """Move it."""
    return appointment_page.move(_place(appointment))


@portal.post("/calls/<int:appointment>/cancellation", endpoint="cancel_call")
def cancel_call(appointment: int) -> Response:
    """Cancel it."""
    return appointment_page.cancel(_place(appointment))


@portal.get("/calls/<int:appointment>.ics", endpoint="call_file")
def call_file(appointment: int) -> Response:
    """Give it as a file for a calendar."""
    return appointment_page.calendar_file(_place(appointment))


def _place(number: int) -> Place:
    shown = appointment_of(db.session(), current_user, number) or abort(404)
    endpoints = ("portal.call", "portal.move_call", "portal.cancel_call", "portal.call_file")
    at = Addresses(*(url_for(endpoint, appointment=number) for endpoint in endpoints))
    return Place(shown, at, "portal.html", current_user.id, not current_user.read_only)


def _form(form: CallForm) -> CallForm:
    session = db.session()
    return form.offer(takers(session), open_requests(session, current_user))


def _ask(form: CallForm, near: list[Moment] | None = None) -> Response:
    session, at, home = db.session(), now(), studio().zone
    organisation = current_user.organisation
    country = organisation.country if organisation else None
    zone = zone_for(request.args.get("zone") or form.zone.data, home, country)
    form.zone.data, form.zone.raw_data = zone, None
    days = by_day(ground_at(session, at).offer.moments(at), zone, home)
    nearest = [choice(each.starts, zone, home) for each in near or ()]
    shown = {"days": days, "nearest": nearest, "zone": zone, "zones": zones_for(home, country)}
    return page("calls/new_call.html", 422 if form.errors else 200, form=form, **shown)


def _wanted(form: CallForm) -> Wanted:
    organisation = current_user.organisation
    return Wanted(
        topic=form.topic.data,
        starts=form.starts.moment,
        preferred=int(form.preferred.data) if form.preferred.data else None,
        phone=form.phone.data,
        zone=zone_for(form.zone.data, studio().zone, organisation.country if organisation else None),
        ticket=int(form.ticket.data) if form.ticket.data else None,
        key=(form.key.data or secrets.token_urlsafe(12))[:60],
    )
