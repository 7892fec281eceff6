"""Managers confirm and edit the closed days, a year at a time, and see first which promises move (R6, R9)."""

from datetime import date

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext as _n
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import manage
from projectie.forms import YEARS
from projectie.language import LOCALES, language
from projectie.pages import page, see
from projectie.planning.closing import Unseen, change_closed_days, foreseen, seal_of
from projectie.planning.closing_form import ClosingForm
from projectie.planning.closing_moves import Change
from projectie.planning.closing_year import year_of
from projectie.terms.closed_days import ClosedDayError, Fault, proposed
from projectie.terms.closed_days import closed_days as days_of
from projectie.terms.figures import Figures
from projectie.terms.in_force import in_force
from projectie.tickets.planning_words import short

KEPT = ("day", "until", "name_nl", "name_en", "closed", "was")  # what a confirmation sends once more


@manage.get("/closed-days")
def closed_days() -> Response:
    """Show the closed days of a year."""
    return _ask(ClosingForm(formdata=None), _year())


@manage.post("/closed-days")
def add_day() -> Response:
    """Close a day of the studio's own, or the days from one to another."""
    form = ClosingForm()
    if not form.validate_on_submit():
        return _ask(form, _year())
    known = {one.day for one in days_of(db.session(), {form.first.year, form.last.year})}
    change = Change(close=form.closed(known, _figures().working_weekdays))
    if not change.close:
        form.day.errors = [_("All of these days are closed already, or nobody works on them")]
        return _ask(form, form.first.year)
    return _do(change, form.first.year, form)


@manage.post("/closed-days/choice")
def choose_days() -> Response:
    """Close the holidays that were switched on, and let those that were switched off count again."""
    year = _year()
    shown = year_of(
        year, days_of(db.session(), [year]), _figures().working_weekdays, today(), LOCALES[language()]
    )
    wanted, was = set(request.form.getlist("closed")), set(request.form.getlist("was"))
    ahead = [toggle for toggle in shown.rules if not toggle.over]
    close = (one for one in ahead if not one.on and str(one.closed.day) in wanted - was)
    reopen = (one.closed.day for one in ahead if one.on and str(one.closed.day) in was - wanted)
    return _do(Change(tuple(one.closed for one in close), tuple(reopen)), year)


@manage.post("/closed-days/<day>/removal")
def remove_day(day: str) -> Response:
    """Let a day count again; what was promised stands."""
    known = _day(day)
    return _do(Change(reopen=(known,)), known.year)


@manage.post("/closed-days/proposal")
def propose_days() -> Response:
    """Close the public holidays of a year that lie ahead and are not in the list."""
    year = _year()
    return _do(Change(proposed(db.session(), year, today()), proposed=year), year)


def _do(change: Change, year: int, form: ClosingForm | None = None) -> Response:
    """Do it at once when no promise moves, or exactly these were shown; else show them first."""
    moment, seen = now(), request.form.get("seen", seal_of(()))
    try:
        moved = change_closed_days(change, seen, current_user, current_app.config["SECRET_KEY"], moment)
    except Unseen:
        return _preview(change, year, again="seen" in request.form)
    except ClosedDayError as error:
        return _refused(form, year, error)
    flash(_said(change), "ok")
    if moved:
        flash(
            _n(
                "%(num)d promise moved; the client is told.",
                "%(num)d promises moved; the clients are told.",
                len(moved),
            ),
            "ok",
        )
    return see(url_for("manage.closed_days", year=year))


def _preview(change: Change, year: int, *, again: bool) -> Response:
    moves = foreseen(db.session(), change, now())
    return page(
        "planning/closing_preview.html",
        409 if again else 200,
        change=change,
        year=year,
        moves=moves,
        seen=seal_of(moves),
        again=again,
        short=short,
        kept=[(name, value) for name in KEPT for value in request.form.getlist(name)],
    )


def _refused(form: ClosingForm | None, year: int, error: ClosedDayError) -> Response:
    if form is None:
        return _ask(ClosingForm(formdata=None), year, _sentence(error))
    form.day.errors = [_sentence(error)]
    return _ask(form, year)


def _said(change: Change) -> str:
    if change.reopen and not change.close:
        return str(_("The day has been removed: it counts again. What was promised stands."))
    if change.close:
        added = len(change.close)
        return str(_n("%(num)s day has been added.", "%(num)s days have been added.", added))
    return str(
        _("Nothing to add: every public holiday that lies ahead is in the list.")
        if change.proposed
        else _("Nothing changed.")
    )


def _ask(form: ClosingForm, year: int, refusal: str | None = None) -> Response:
    shown = year_of(
        year, days_of(db.session(), [year]), _figures().working_weekdays, today(), LOCALES[language()]
    )
    return page(
        "planning/closed_days.html",
        422 if form.errors or refusal else 200,
        form=form,
        year=year,
        years=YEARS,
        shown=shown,
        today=today(),
        refusal=refusal,
    )


def _figures() -> Figures:
    return in_force(db.session(), today()).terms.figures


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
