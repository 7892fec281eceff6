"""Searching tickets."""

from flask import Response, request, url_for
from flask_login import current_user

from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see
from projectie.tickets.search import number_in
from projectie.tickets.search import search as found_by


@desk.get("/search")
def search() -> Response:
    """Find tickets by words; a number goes straight to its ticket."""
    asked = request.args.get("q", "").strip()[:200]
    number = number_in(db.session(), asked, current_user)
    if number is not None:
        return see(url_for("desk.ticket", ticket=number))
    return page(
        "tickets/search.html",
        asked=asked,
        results=found_by(db.session(), asked, current_user) if asked else None,
    )
