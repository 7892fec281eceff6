"""Clients are asked whether they want a round; only who may agree to costs answers, by POST (R35)."""

from flask import Response, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import portal
from projectie.pages import page, see
from projectie.recurring import queries
from projectie.recurring import rounds as deeds
from projectie.recurring.words import STATES


@portal.get("/rounds")
def rounds() -> Response:
    """Show what is proposed, and what was answered."""
    asked = queries.proposals(db.session(), current_user)
    return page("recurring/rounds.html", proposals=asked, states=STATES)


@portal.post("/rounds/<int:round>/answer", endpoint="answer_round")
def answer_round(round: int) -> Response:  # noqa: A002 (the name in the address)
    """Say yes or no."""
    wanted = request.form.get("wanted") == "yes"
    try:
        deeds.answer(round, current_user, current_app.config["SECRET_KEY"], now(), wanted=wanted)
    except deeds.Answered:
        flash(_("This was answered already, or is over. Nothing was changed."), "error")
    else:
        flash(
            _("Thank you. We plan it, and mail you when.") if wanted else _("Thank you. We leave it."), "ok"
        )
    return see(url_for("portal.rounds"))
