"""A client's requests: open ones first, or what is searched for."""

from flask import Response, request
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import portal
from projectie.listing import page_number
from projectie.pages import fragment
from projectie.requests.listing import Asked, credits_of, requests_of
from projectie.requests.words import STATES


@portal.get("/requests")
def requests() -> Response:
    """Show a page of the list."""
    session, asked = db.session(), Asked.of(request.args)
    found = requests_of(session, current_user, asked, page_number(request.args.get("page")))
    return fragment(
        "requests/_list.html",
        page="requests/requests.html",
        requests=found,
        asked=asked,
        credits=credits_of(session, [line.number for line in found.rows]),
        states=STATES,
        seen_at=now(),
        seen_on=today(),
    )
