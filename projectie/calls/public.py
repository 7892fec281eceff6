"""Calls for whoever holds a link from our mail: pick a moment, look at it, move it, cancel it, by POST alone (R35)."""

from datetime import datetime
from typing import Any

from flask import Response, current_app, request, url_for
from sqlalchemy import select

from projectie.calls import appointment_page
from projectie.calls.appointment_page import Addresses, Place
from projectie.calls.booking import Expired, Picked, pick
from projectie.calls.choices import by_day, choice
from projectie.calls.forms import PickForm
from projectie.calls.judging import NotFree
from projectie.calls.links import call_behind, proposal_behind, token_of
from projectie.calls.models import Call, CallProposal
from projectie.calls.queries import appointment
from projectie.calls.reading import ground_at
from projectie.calls.slots import Moment
from projectie.calls.zones import zone_for, zones_for
from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.doors import public
from projectie.pages import page, see
from projectie.people.models import Organisation
from projectie.tickets.models import Ticket

NL, EN = "/nl/belafspraak/<token>", "/en/call/<token>"
PROPOSED_NL, PROPOSED_EN = "/nl/belvoorstel/<token>", "/en/call-proposal/<token>"


@public.bilingual(nl=NL, en=EN)
def call(token: str) -> Response:
    """Show one appointment."""
    place = _place(token)
    return appointment_page.show(place) if place else _gone()


@public.bilingual(nl=f"{NL}/verplaatsen", en=f"{EN}/move", endpoint="ask_move_call")
def ask_move_call(token: str) -> Response:
    """Show when it can be instead."""
    place = _place(token)
    return appointment_page.ask_move(place) if place else _gone()


@public.bilingual(nl=f"{NL}/verplaatsen", en=f"{EN}/move", endpoint="move_call", methods=["POST"])
def move_call(token: str) -> Response:
    """Move it."""
    place = _place(token)
    return appointment_page.move(place) if place else _gone()


@public.bilingual(nl=f"{NL}/annulering", en=f"{EN}/cancellation", endpoint="cancel_call", methods=["POST"])
def cancel_call(token: str) -> Response:
    """Cancel it."""
    place = _place(token)
    return appointment_page.cancel(place) if place else _gone()


@public.bilingual(nl=f"{NL}/agenda.ics", en=f"{EN}/calendar.ics", endpoint="call_file")
def call_file(token: str) -> Response:
    """Give it as a file for a calendar."""
    place = _place(token)
    return appointment_page.calendar_file(place) if place else _gone()


@public.bilingual(nl=PROPOSED_NL, en=PROPOSED_EN)
def call_proposal(token: str) -> Response:
    """Show the moments that were proposed."""
    proposal = proposal_behind(db.session(), token)
    return _ask(proposal, PickForm(formdata=None)) if proposal else _gone()


@public.bilingual(nl=PROPOSED_NL, en=PROPOSED_EN, endpoint="pick_call", methods=["POST"])
def pick_call(token: str) -> Response:
    """Book the moment that was picked."""
    proposal, form = proposal_behind(db.session(), token), PickForm()
    if proposal is None:
        return _gone()
    if proposal.call_id is not None or "show_zone" in request.form or not form.validate_on_submit():
        return _ask(proposal, form)
    try:
        return _picked(
            pick(proposal.id, form.starts.moment, form.phone.data, _zone(form, proposal), _key(), now())
        )
    except NotFree as refused:
        form.refuse(refused)
        return _ask(proposal, form, refused.nearest)
    except (Picked, Expired):
        return _ask(_anew(proposal), form)


def _ask(proposal: CallProposal, form: PickForm, near: list[Moment] | None = None) -> Response:
    """Show the moments; once one is picked, the appointment; once they are over, what to do."""
    if proposal.call_id is not None:
        status = 409 if request.method == "POST" else 200
        return _private(page("calls/picked.html", status, address=_address(proposal.call_id)))
    if proposal.expires_at <= now():
        return _private(page("calls/expired.html", 410))
    zone = _zone(form, proposal)
    form.zone.data, form.zone.raw_data = zone, None
    shown = _offered(proposal, zone, near or [])
    return _private(
        page("calls/proposal.html", 422 if form.errors else 200, form=form, proposal=proposal, **shown)
    )


def _offered(proposal: CallProposal, zone: str, near: list[Moment]) -> dict[str, Any]:
    """Return what can be picked: the moments that were proposed and are still free, and all others."""
    at, home = now(), studio().zone
    ground = ground_at(db.session(), at)
    asked = [datetime.fromisoformat(each) for each in proposal.moments]
    return {
        "free": [choice(each, zone, home) for each in asked if ground.without_notice.fault(each, at) is None],
        "days": by_day(ground.offer.moments(at), zone, home),
        "nearest": [choice(each.starts, zone, home) for each in near],
        "zone": zone,
        "zones": zones_for(home, _country(proposal)),
        "who": ground.names.get(proposal.colleague_id or 0),
    }


def _place(token: str) -> Place | None:
    found = call_behind(db.session(), token)
    shown = appointment(db.session(), found.id) if found else None
    if shown is None:
        return None
    endpoints = ("public.call", "public.move_call", "public.cancel_call", "public.call_file")
    at = Addresses(*(url_for(endpoint, token=token) for endpoint in endpoints))
    return Place(shown, at, "public.html", None)


def _picked(number: int) -> Response:
    return see(_address(number))


def _address(number: int) -> str:
    return url_for("public.call", token=token_of(db.session.get_one(Call, number), _key()))


def _anew(proposal: CallProposal) -> CallProposal:
    db.session.rollback()
    return db.session.get_one(CallProposal, proposal.id, populate_existing=True)


def _zone(form: PickForm, proposal: CallProposal) -> str:
    return zone_for(request.args.get("zone") or form.zone.data, studio().zone, _country(proposal))


def _country(proposal: CallProposal) -> str | None:
    query = select(Organisation.country).join(Ticket, Ticket.organisation_id == Organisation.id)
    return db.session.scalar(query.where(Ticket.number == proposal.ticket_number))


def _gone() -> Response:
    """Answer a link that is altered or unknown: each gets the same page."""
    return _private(page("calls/gone.html", 404))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key
