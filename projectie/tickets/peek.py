"""A ticket in short, in the panel beside the board: who, what was promised, what was said last."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_login import current_user

from projectie.context import studio
from projectie.database import db
from projectie.tickets.about import about
from projectie.tickets.composing import said_as, who_is_here
from projectie.tickets.planning_panel import planning
from projectie.tickets.sight import kept
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.words import KINDS

LAST = 3  # messages and notes; the page of the ticket has all
TOLD = ("incoming", "outgoing", "note")


def peek(shown: TicketPage, now: datetime) -> dict[str, Any]:
    """Return what the panel shows of that ticket."""
    facts = about(db.session(), shown, studio(), now)
    here = who_is_here(db.session(), shown.ticket.number, current_user.id, now)
    said = [entry for entry in shown.timeline if entry.kind in TOLD]
    return {
        "shown": shown,
        "ticket": shown.ticket,
        "about": facts,
        "planning": planning(db.session(), shown.ticket, facts.terms, facts.days, now),
        "last": said[-LAST:],
        "earlier": max(len(said) - LAST, 0),
        "here": here,
        "said_as": said_as(here),
        "kind": KINDS[shown.ticket.kind] if shown.ticket.kind else "",
        "close": url_for("desk.board", **kept(), _anchor=f"card-{shown.ticket.number}"),
        "beside": {**kept(), "at": "board"},
        "unknown": None,
    }
