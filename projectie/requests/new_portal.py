"""A client makes a request, and reads that it came in (R25)."""

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import portal
from projectie.pages import fragment, page, see
from projectie.requests.expecting import expected
from projectie.requests.filling_in import filled_in, form_for, shown
from projectie.requests.forms import wanted_of
from projectie.requests.received import of_client
from projectie.requests.words import STATES


@portal.get("/requests/new")
def new_request() -> Response:
    """Show the form."""
    return shown(form_for(current_user, fresh=True), current_user)


@portal.post("/requests/new", endpoint="send_request")
def send_request() -> Response:
    """Check what was typed, or send it."""
    answer = filled_in(form_for(current_user), current_user)
    if isinstance(answer, Response):
        return answer
    return see(url_for("portal.request_received", ticket=answer.ticket_number))


@portal.get("/requests/new/expected")
def request_expected() -> Response:
    """Say what may be expected of what is typed so far (R4, R5, R25)."""
    found = expected(db.session(), wanted_of(request.args), current_user, now())
    told: dict[str, Any] = {"expected": found, "layout": "portal.html"}
    return fragment("requests/_expected.html", page="requests/expected.html", **told)


@portal.get("/requests/<int:ticket>/received")
def request_received(ticket: int) -> Response:
    """Show that a request came in, and what happens next."""
    found = of_client(db.session(), ticket, current_user) or abort(404)
    told: dict[str, Any] = {"seen_at": now(), "seen_on": today(), "states": STATES}
    return page("requests/received.html", received=found, reader=current_user, layout="portal.html", **told)
