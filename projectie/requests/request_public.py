"""Anybody sends a request; who has no account follows it by its signed link (R25, R32). Opening it changes nothing."""

from typing import Any

from flask import Response, current_app, request, url_for
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import public, role
from projectie.pages import fragment, page, see
from projectie.requests.expecting import expected
from projectie.requests.filling_in import filled_in, form_for, shown, token_of
from projectie.requests.forms import wanted_of
from projectie.requests.received import behind
from projectie.requests.words import STATES

NL, EN = "/nl/aanvraag", "/en/request"


@public.bilingual(nl=NL, en=EN, endpoint="request")
def new_request() -> Response:
    """Show the form; a client has one that knows them."""
    if role() == "client":
        return see(url_for("portal.new_request"))
    return shown(form_for(None, fresh=True), None)


@public.bilingual(nl=NL, en=EN, endpoint="send_request", methods=["POST"])
def send_request() -> Response:
    """Check what was typed, or send it."""
    answer = filled_in(form_for(None), None)
    if isinstance(answer, Response):
        return answer
    return see(url_for("public.request_received", token=token_of(answer)))


@public.bilingual(nl=f"{NL}/verwacht", en=f"{EN}/expected", endpoint="request_expected")
def request_expected() -> Response:
    """Say what may be expected of what is typed so far: the terms, and nothing of any client."""
    found = expected(db.session(), wanted_of(request.args), None, now())
    told: dict[str, Any] = {"expected": found, "layout": "public.html"}
    return fragment("requests/_expected.html", page="requests/expected.html", **told)


@public.bilingual(nl=f"{NL}/<token>", en=f"{EN}/<token>")
def request_received(token: str) -> Response:
    """Show a request that was sent: its number, when there is an answer, what happens next."""
    found = behind(db.session(), token, current_app.config["SECRET_KEY"], now())
    if found is None:
        response = page("requests/over.html", 404)
    else:
        told: dict[str, Any] = {"seen_at": now(), "seen_on": today(), "states": STATES}
        response = page(
            "requests/received.html", received=found, reader=current_user, layout="public.html", **told
        )
    response.headers["Cache-Control"] = "no-store"
    return response
