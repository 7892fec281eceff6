"""The week of calls, and when I take them (S10)."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.calls.agenda import agenda_of, week_in
from projectie.calls.availability import keep_availability, takes_calls
from projectie.calls.forms import AvailabilityForm
from projectie.calls.reading import figures_of, hours_of
from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import desk
from projectie.language import language
from projectie.pages import page, see
from projectie.terms.in_force import standing


@desk.get("/agenda")
def agenda() -> Response:
    """Show the week, and my hours."""
    hours = hours_of(db.session(), current_user.id)
    return _ask(AvailabilityForm.filled(hours, takes=takes_calls(db.session(), current_user)))


@desk.post("/agenda", endpoint="keep_call_hours")
def keep_call_hours() -> Response:
    """Keep when I take calls."""
    form = AvailabilityForm()
    if not form.validate_on_submit():
        return _ask(form)
    keep_availability(current_user, form.hours(), now(), takes=form.takes.data)
    flash(_("The hours have been saved."), "ok")
    return see(url_for("desk.agenda"))


def _ask(form: AvailabilityForm) -> Response:
    session, stands = db.session(), standing(db.session(), now())
    week = agenda_of(
        session, week_in(request.args.get("week"), today()), current_user.id, stands.calendar, language()
    )
    figures, terms = figures_of(session), stands.terms.terms.figures
    shown = {"agenda": week, "figures": figures, "terms": terms, "today": today()}
    return page("calls/agenda.html", 422 if form.errors else 200, form=form, **shown)
