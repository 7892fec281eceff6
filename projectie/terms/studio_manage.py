"""Managers say who the studio is; the terms, the pages and the letters take it from here (R1)."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import manage
from projectie.pages import page, see
from projectie.terms.change_studio import change_studio as keep
from projectie.terms.in_force import studio_facts
from projectie.terms.studio_form import StudioForm


@manage.get("/studio")
def studio() -> Response:
    """Show the studio's facts, ready to change."""
    return _ask(StudioForm.filled(studio_facts(db.session())))


@manage.post("/studio")
def change_studio() -> Response:
    """Keep what was typed about the studio."""
    form = StudioForm()
    if not form.validate_on_submit():
        return _ask(form)
    keep(form.facts(), current_user.id, now())
    flash(_("Saved. Pages and letters show it from now on."), "ok")
    return see(url_for("manage.studio"))


def _ask(form: StudioForm) -> Response:
    return page("terms/studio.html", 422 if form.errors else 200, form=form)
