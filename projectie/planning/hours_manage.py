"""Managers keep the hours and leave of colleagues, and the studio's figures of planning (R9)."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import manage
from projectie.pages import page, see
from projectie.planning import hours_page
from projectie.planning.forms import FiguresForm
from projectie.planning.hours import keep_figures
from projectie.planning.hours_page import Place
from projectie.planning.reading import colleague_names, desk_at, figures_of
from projectie.planning.words import days_in_words, long_in_words


@manage.get("/planning")
def planning_figures() -> Response:
    """Show the hours of all colleagues, and the figures the planning is reckoned by."""
    percent, assumed = figures_of(db.session())
    return _ask(FiguresForm(formdata=None, data={"percent": str(percent), "assumed": str(assumed)}))


@manage.post("/planning", endpoint="keep_planning_figures")
def keep_planning_figures() -> Response:
    """Keep those figures."""
    form = FiguresForm()
    if not form.validate_on_submit():
        return _ask(form)
    keep_figures(*form.figures(), current_user.id, now())
    flash(_("The figures have been saved."), "ok")
    return see(url_for("manage.planning_figures"))


@manage.get("/people/<int:person>/hours")
def hours_of(person: int) -> Response:
    """Show the hours and leave of a colleague."""
    return hours_page.show(_place(person))


@manage.post("/people/<int:person>/hours", endpoint="keep_hours_of")
def keep_hours_of(person: int) -> Response:
    """Keep the hours of a colleague."""
    return hours_page.keep_hours(_place(person))


@manage.post("/people/<int:person>/hours/leave", endpoint="take_leave_of")
def take_leave_of(person: int) -> Response:
    """Keep when a colleague is away; first show which promises hang on it."""
    return hours_page.take_leave(_place(person))


@manage.post("/people/<int:person>/hours/leave/<int:leave>/withdrawal", endpoint="withdraw_leave_of")
def withdraw_leave_of(person: int, leave: int) -> Response:
    """Let a colleague work on those days after all."""
    return hours_page.withdraw_leave(_place(person), leave)


def _ask(form: FiguresForm) -> Response:
    at = desk_at(db.session(), now())
    status, words = 422 if form.errors else 200, {"days": days_in_words, "long": long_in_words}
    return page("planning/figures.html", status, form=form, desk=at, people=at.outlook.colleagues, **words)


def _place(person: int) -> Place:
    if person not in colleague_names(db.session()):
        abort(404)
    return Place(
        person=person,
        by=current_user.id,
        address=url_for("manage.hours_of", person=person),
        leave_address=url_for("manage.take_leave_of", person=person),
        withdrawal=lambda leave: url_for("manage.withdraw_leave_of", person=person, leave=leave),
        own=False,
    )
