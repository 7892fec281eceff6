"""Managers say when a card stands still in a column, and how many cards it takes."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import manage
from projectie.pages import page, see
from projectie.tickets.figures_form import FiguresForm, filled
from projectie.tickets.figures_rows import column_figures, keep


@manage.get("/board")
def board_figures() -> Response:
    """Show the figures of the columns."""
    return page("tickets/figures.html", form=filled(column_figures(db.session())))


@manage.post("/board", endpoint="keep_board_figures")
def keep_board_figures() -> Response:
    """Keep them."""
    form = FiguresForm()
    if not form.validate_on_submit():
        return page("tickets/figures.html", 422 if form.errors else 200, form=form)
    keep(form.figures(), current_user.id, now())
    flash(_("The columns have been saved."), "ok")
    return see(url_for("manage.board_figures"))
