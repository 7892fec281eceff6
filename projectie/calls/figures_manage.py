"""Managers keep the studio's figures of calls."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.calls.availability import keep_figures
from projectie.calls.forms import FiguresForm
from projectie.calls.reading import figures_of, takers
from projectie.clock.now import now
from projectie.database import db
from projectie.doors import manage
from projectie.pages import page, see


@manage.get("/calls")
def call_figures() -> Response:
    """Show the figures, and who takes calls."""
    return _ask(FiguresForm.filled(figures_of(db.session())))


@manage.post("/calls", endpoint="keep_call_figures")
def keep_call_figures() -> Response:
    """Keep the figures."""
    form = FiguresForm()
    if not form.validate_on_submit() or (figures := form.figures()) is None:
        return _ask(form)
    keep_figures(figures, current_user.id, now())
    flash(_("The figures have been saved."), "ok")
    return see(url_for("manage.call_figures"))


def _ask(form: FiguresForm) -> Response:
    status, names = 422 if form.errors else 200, takers(db.session())
    return page("calls/figures.html", status, form=form, takers=names.values())
