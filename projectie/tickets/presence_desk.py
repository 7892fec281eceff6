"""The heartbeat of a ticket page: who looks and who replies, told only where it changed."""

from flask import Response, make_response, request, url_for
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import changed
from projectie.tickets.composing import said_as, who_is_here
from projectie.tickets.presence import Beat, beat


@desk.post("/tickets/<int:ticket>/presence", endpoint="presence")
def presence(ticket: int) -> Response:
    """Note that I am here; answer who else is, or nothing where the page says that already."""
    tab, doing = request.form.get("tab", "")[:32].replace("\0", ""), request.form.get("doing", "")
    beat(ticket, Beat(tab, doing == "replying", doing == "leaving"), current_user.id, now())
    here = who_is_here(db.session(), ticket, current_user.id, now())
    if doing == "leaving" or said_as(here) == request.form.get("shown", ""):
        return make_response("", 204)
    shown = {"here": here, "said_as": said_as(here)}
    return changed("tickets/_here.html", back=url_for("desk.ticket", ticket=ticket), context=lambda: shown)
