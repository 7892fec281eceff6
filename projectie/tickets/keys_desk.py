"""What keys do, as a page and in a dialog; and the one deed that has a key of its own: this ticket is mine."""

from dataclasses import replace
from typing import Any

from flask import Response, abort, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.errors import answer
from projectie.pages import changed, fragment
from projectie.tickets.changed import Changed
from projectie.tickets.models import Ticket
from projectie.tickets.properties import decide, properties_of
from projectie.tickets.sight import kept, look


@desk.get("/keys")
def keys() -> Response:
    """Show what keys do."""
    return fragment("tickets/_keys.html", page="tickets/keys.html")


@desk.post("/tickets/<int:ticket>/mine", endpoint="assign_to_me")
def assign_to_me(ticket: int) -> Response:
    """Give a ticket to whoever asks."""
    row = db.session.get(Ticket, ticket) or abort(404)
    wanted = replace(properties_of(row), assignee_id=current_user.id)
    try:
        decide(ticket, wanted, row.version, current_user.id, now())
    except Changed:
        return answer(
            409, _("Not saved: a colleague changed this ticket meanwhile. Check it, then save again.")
        )
    back = url_for("desk.board", **kept(), _anchor=f"card-{ticket}")
    return changed("tickets/cards.reply.html", back=back, context=lambda: _mine(ticket))


def _mine(ticket: int) -> dict[str, Any]:
    sight = look(now())
    return {"sight": sight, "spots": sight.spots([ticket]), "said": _("#%(number)s is yours.", number=ticket)}
