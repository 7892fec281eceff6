"""The status page, for everybody, and the same as a feed to subscribe to."""

from flask import Response, make_response

from projectie.clock.now import now
from projectie.context import studio, zone
from projectie.database import db
from projectie.doors import public
from projectie.language import language
from projectie.outages.atom import feed
from projectie.outages.days import DAYS
from projectie.outages.status import length, status
from projectie.outages.words import SEVERITIES, STATES
from projectie.pages import page


@public.bilingual(nl="/nl/status", en="/en/status", endpoint="status")
def status_page() -> Response:
    """Show what goes on, what is to come, and how it was."""
    return page(
        "outages/status.html",
        known=status(db.session(), now(), zone(), language()),
        states=STATES,
        severities=SEVERITIES,
        shown_days=DAYS,
        length=length,
    )


@public.bilingual(nl="/nl/status.atom", en="/en/status.atom", endpoint="status_feed")
def status_feed() -> Response:
    """Give every update of the days shown, newest first, to whoever subscribes."""
    known = status(db.session(), now(), zone(), language())
    response = make_response(feed(known, studio().name, language()))
    response.mimetype = "application/atom+xml"
    return response
