"""My data: a copy of it, of my organisation's, and asking to be erased (AVG, C12)."""

from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import for_readers, portal
from projectie.pages import fragment, page, see
from projectie.people.fresh import fresh
from projectie.privacy import asking, requesting
from projectie.privacy.handing import handed
from projectie.privacy.obstacles import obstacles
from projectie.privacy.standing import standing_of, topics_of
from projectie.privacy.words import EXPORT_STATES, OBSTACLES

for_readers("portal.ask_export")
for_readers("portal.ask_erasure")


@portal.get("/data")
def data() -> Response:
    """Show the copies I asked for, and how to ask for one, or to be erased."""
    return fragment("privacy/_exports.html", page="privacy/data.html", **_context())


@portal.post("/data/exports", endpoint="ask_export")
@fresh
def ask_export() -> Response:
    """Ask for a copy: of me, or of my organisation where I look after its account."""
    whole = request.form.get("of") == "organisation"
    if whole:
        asking.ask(current_user, now(), organisation=current_user.organisation_id)
    else:
        asking.ask(current_user, now(), person=current_user.id)
    flash(_("We are making the copy. It stands here as soon as it is ready."), "ok")
    return see(url_for("portal.data"))


@portal.get("/data/exports/<int:export>", endpoint="fetch_export")
@fresh
def fetch_export(export: int) -> Response:
    """Hand out a copy I asked for."""
    return handed(asking.fetched(export, current_user, now()))


@portal.get("/data/erasure")
def erasure() -> Response:
    """Say what goes and what stays, before anything is asked."""
    return _ask_erasure()


@portal.post("/data/erasure", endpoint="ask_erasure")
@fresh
def ask_erasure() -> Response:
    """Ask a manager to erase me."""
    if current_user.role != "client":
        abort(404)
    number = requesting.ask_erasure(current_user, now())
    flash(
        _("We have received it as #%(number)s. A colleague takes it up and writes to you.", number=number),
        "ok",
    )
    return see(url_for("portal.data"))


def _context() -> dict[str, Any]:
    session = db.session()
    return {
        "exports": asking.exports_by(session, current_user),
        "states": EXPORT_STATES,
        "fetch": "portal.fetch_export",
        "renew": url_for("portal.data"),
        "asked": requesting.open_request(session, current_user.id),
    }


def _ask_erasure(status: int = 200) -> Response:
    session = db.session()
    found = obstacles(standing_of(session, current_user, 0))
    return page(
        "privacy/erasure.html",
        status,
        topics=topics_of(session, current_user),
        obstacles=[OBSTACLES[one] for one in found],
        asked=requesting.open_request(session, current_user.id),
    )
