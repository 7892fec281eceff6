"""A ticket beside the board: as a fragment, or in the page whose address names it."""

from typing import Any

from flask import Response, url_for
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see, wants_fragment
from projectie.tickets.peek import peek
from projectie.tickets.placement import HIGHEST_NUMBER
from projectie.tickets.ticket_page import ticket_page
from projectie.tickets.ticket_shown import found


@desk.get("/tickets/<int:ticket>/peek", endpoint="peek")
def peek_ticket(ticket: int) -> Response:
    """Answer a ticket in short; without a script that is its page."""
    shown = found(ticket)
    if not wants_fragment():
        return see(url_for("desk.ticket", ticket=ticket))
    return page("tickets/_peek.html", **peek(shown, now()))


def beside(number: int | None) -> dict[str, Any]:
    """Return what a board shows of the ticket its address names; nothing without one that is there."""
    if number is None or number > HIGHEST_NUMBER:
        return {}
    shown = ticket_page(db.session(), number, current_user)
    return peek(shown, now()) if shown else {}
