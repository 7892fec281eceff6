"""Signing in with the studio's own accounts: there and back."""

import logging

from flask import Response, abort, flash, request, session, url_for
from flask_babel import gettext as _

from projectie.accounts import provider
from projectie.accounts.entering import enter
from projectie.doors import public
from projectie.links import link_to
from projectie.own_address import own_address
from projectie.pages import see
from projectie.people.models import Way

log = logging.getLogger(__name__)


@public.get("/login/studio")
def to_provider() -> Response:
    """Go to the provider; what it must send back is remembered in this browser's cookie."""
    if not provider.is_there():
        abort(404)
    session["provider_next"] = own_address(request.args.get("next", "")) or ""
    try:
        return provider.departure(link_to("public.from_provider"))
    except provider.RefusedError as refused:
        return _refused(refused)


@public.get("/login/studio/back")
def from_provider() -> Response:
    """Take what the provider says; a stranger, a forged answer and a second use end at the sign-in page."""
    if not provider.is_there():
        abort(404)
    try:
        person = provider.arrival()
    except provider.RefusedError as refused:
        return _refused(refused)
    return enter(person, Way.GOOGLE, session.pop("provider_next", ""))


def _refused(refused: provider.RefusedError) -> Response:
    log.warning("no sign-in over the provider: %s", refused)
    unknown = _("This account does not open the desk. Ask a manager to add you with this email address.")
    failed = _("Signing in with the studio’s account did not work. Try again, or use your password.")
    flash(unknown if refused.known else failed, "error")
    return see(url_for("public.sign_in"))
