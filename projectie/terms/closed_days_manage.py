"""Managers confirm and edit the closed days, a year at a time (R6)."""

from datetime import date

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext as _n
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import manage
from projectie.forms import YEARS
from projectie.language import language
from projectie.pages import page, see
from projectie.terms.closed_days import ClosedDayError, Fault, add_closed_day, propose, remove_closed_day
from projectie.terms.closed_days import closed_days as days_of
from projectie.terms.closed_days_form import ClosedDayForm
from projectie.terms.in_force import in_force
from projectie.terms.shown import makes_a_difference


@manage.get("/closed-days")
def closed_days() -> Response:
    """Show the closed days of a year."""
    return _ask(ClosedDayForm(formdata=None), _year())


@manage.post("/closed-days")
def add_day() -> Response:
    """Keep a day of the studio's own."""
    form = ClosedDayForm()
    if not form.validate_on_submit():
        return _ask(form, _year())
    closed = form.closed()
    try:
        add_closed_day(closed, today(), current_user.id, now())
    except ClosedDayError as error:
        form.day.errors = [_sentence(error)]
        return _ask(form, closed.day.year)
    flash(_("The day has been added."), "ok")
    return see(url_for("manage.closed_days", year=closed.day.year))


@manage.post("/closed-days/<day>/removal")
def remove_day(day: str) -> Response:
    """Let a day count again."""
    known = _day(day)
    try:
        remove_closed_day(known, today(), current_user.id, now())
    except ClosedDayError as error:
        return _ask(ClosedDayForm(formdata=None), known.year, _sentence(error))
    flash(_("The day has been removed: it counts again."), "ok")
    return see(url_for("manage.closed_days", year=known.year))


@manage.post("/closed-days/proposal")
def propose_days() -> Response:
    """Add the public holidays of a year that lie ahead and are not in the list."""
    year = _year()
    added = propose(year, today(), current_user.id, now())
    nothing = _("Nothing to add: every public holiday that lies ahead is in the list.")
    flash(
        _n("%(num)s day has been added.", "%(num)s days have been added.", added) if added else nothing, "ok"
    )
    return see(url_for("manage.closed_days", year=year))


def _ask(form: ClosedDayForm, year: int, refusal: str | None = None) -> Response:
    found = days_of(db.session(), [year])
    figures = in_force(db.session(), today()).terms.figures
    return page(
        "terms/closed_days.html",
        422 if form.errors or refusal else 200,
        form=form,
        year=year,
        years=YEARS,
        days=[(closed, makes_a_difference(closed.day, figures)) for closed in found],
        today=today(),
        refusal=refusal,
    )


def _year() -> int:
    """Return the year in the address, else this one; 404 when it is none."""
    text = request.values.get("year", str(today().year))
    known = text.isascii() and text.isdigit() and len(text) == 4 and int(text) in YEARS
    return int(text) if known else abort(404)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def _sentence(error: ClosedDayError) -> str:
    if error.fault is Fault.TWICE and error.name:
        return str(_("This day is in the list already: %(name)s", name=error.name.in_(language())))
    return str(_("This day is over: promises were counted with it. Choose today or later"))
