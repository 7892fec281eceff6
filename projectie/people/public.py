"""The language somebody reads in."""

from flask import Response, request, url_for
from flask_login import current_user

from projectie.doors import public
from projectie.language import COOKIE, LANGUAGES
from projectie.own_address import own_address
from projectie.pages import see
from projectie.people import actions


@public.post("/language")
def choose_language() -> Response:
    """Show everything in the other language from now on, and return to the same page."""
    chosen = request.form.get("to", "")
    response = see(own_address(request.form.get("back", "")) or url_for("public.front"))
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE, chosen, max_age=31_536_000, httponly=True, samesite="Lax", secure=request.is_secure
        )
        if current_user.is_authenticated:
            actions.choose_language(current_user.id, chosen)
    return response
