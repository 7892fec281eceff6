"""Alerts: what waits for somebody, taken with one click; opening the page changes nothing (R35)."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.alerts.raising import phone_hours
from projectie.clock.now import now
from projectie.clock.phone import is_open
from projectie.database import db
from projectie.doors import desk
from projectie.errors import answer
from projectie.pages import changed, page, see, wants_fragment
from projectie.tickets.alarms import alarms
from projectie.tickets.sight import look
from projectie.tickets.taking import NothingToTake, take
from projectie.tickets.ticket_shown import said
from projectie.tickets.words import KINDS

BOARD, TICKET = "board", "ticket"


@desk.get("/alerts")
def alerts() -> Response:
    """Show what waits for somebody, and what was taken since yesterday."""
    at = now()
    hours = phone_hours(db.session(), at)
    facts: dict[str, Any] = {"calling": is_open(at, hours), "kind_words": KINDS}
    return page("tickets/alerts.html", alarms=alarms(db.session(), at), **facts)


@desk.get("/alerts/banner", endpoint="alert_banner")
def alert_banner() -> Response:
    """Answer what every desk page says of alerts, for one that is open."""
    if not wants_fragment():
        return see(url_for("desk.alerts"))
    at = now()
    waiting = [alarm for alarm in alarms(db.session(), at) if alarm.open]
    calling = is_open(at, phone_hours(db.session(), at))
    return page("tickets/_alarm.html", waiting=waiting, calling=calling)


@desk.post("/tickets/<int:ticket>/taking", endpoint="take")
def take_alert(ticket: int) -> Response:
    """Take an alert, and the ticket with it."""
    back = request.form.get("back")
    try:
        take(ticket, current_user.id, now())
    except NothingToTake as nothing:
        return _nothing(ticket, nothing.name, back)
    if back == BOARD:
        return changed(
            "tickets/taken.reply.html", back=url_for("desk.board"), context=lambda: _on_board(ticket)
        )
    if back == TICKET:
        return said(ticket)
    flash(_("#%(number)s is yours. Nobody is called any more.", number=ticket), "ok")
    return see(url_for("desk.alerts"))


def _on_board(ticket: int) -> dict[str, Any]:
    sight = look(now())
    words = _("#%(number)s is yours. Nobody is called any more.", number=ticket)
    return {"sight": sight, "spots": sight.spots([ticket]), "said": words}


def _nothing(ticket: int, name: str | None, back: str | None) -> Response:
    ahead = _("%(name)s took #%(number)s before you.", name=name, number=ticket)
    words = ahead if name else _("Nobody needs to take #%(number)s any more.", number=ticket)
    if back in {BOARD, TICKET}:
        return answer(409, words, _("Reload the page to see how it stands."))
    flash(words, "warning")
    return see(url_for("desk.alerts"))
