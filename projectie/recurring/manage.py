"""Managers see, agree, change, pause and end recurring work."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext as _n
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import manage
from projectie.listing import page_number
from projectie.pages import page, see
from projectie.recurring import queries
from projectie.recurring import series as deeds
from projectie.recurring.forms import SeriesForm, WorkForm
from projectie.recurring.models import RecurringSeries
from projectie.recurring.series import SeriesError
from projectie.recurring.words import STATES, at_field, how_often
from projectie.terms.in_force import in_force
from projectie.tickets.about import choices_for


@manage.get("/recurring")
def recurring() -> Response:
    """Show all recurring work."""
    listing = queries.series_rows(db.session(), page_number(request.args.get("page")))
    return page("recurring/series.html", listing=listing, how_often=how_often, states=STATES)


@manage.get("/recurring/new")
def new_series() -> Response:
    """Ask what comes back."""
    return _ask_new(SeriesForm(formdata=None, every=1, unit="months"))


@manage.post("/recurring/new")
def add_series() -> Response:
    """Agree it for one client, or for every client whose contract says something of it."""
    form = _offered(SeriesForm())
    if not form.validate_on_submit():
        return _ask_new(form)
    try:
        said = _agreed(form)
    except SeriesError as error:
        at_field(form, error.fault)
        return _ask_new(form)
    flash(said, "ok")
    return see(url_for("manage.recurring"))


@manage.get("/recurring/<int:series>/change")
def edit_series(series: int) -> Response:
    """Ask what comes back now."""
    known = _found(series)
    return _ask_change(WorkForm(formdata=None, data=WorkForm.kept(known)), known)


@manage.post("/recurring/<int:series>/change")
def change_series(series: int) -> Response:
    """Keep what comes back from now on."""
    known, form = _found(series), _offered(WorkForm())
    if not form.validate_on_submit():
        return _ask_change(form, known)
    try:
        deeds.change(series, form.work(), today(), current_user.id, now())
    except SeriesError as error:
        at_field(form, error.fault)
        return _ask_change(form, known)
    flash(_("Saved."), "ok")
    return see(url_for("manage.recurring"))


@manage.post("/recurring/<int:series>/pause")
def pause_series(series: int) -> Response:
    """Pause it, or let it go on."""
    _found(series)
    deeds.pause(series, current_user.id, now(), paused=request.form.get("paused") == "yes")
    flash(_("Saved."), "ok")
    return see(url_for("manage.recurring"))


@manage.post("/recurring/<int:series>/end")
def end_series(series: int) -> Response:
    """End it for good."""
    _found(series)
    deeds.end(series, current_user.id, now())
    flash(_("The work has ended. Its tickets stay."), "ok")
    return see(url_for("manage.recurring"))


def _agreed(form: SeriesForm) -> str:
    """Do it, and return what was done in words."""
    if form.organisation.data:
        deeds.add(int(form.organisation.data), form.work(), today(), current_user.id, now())
        return str(_("The work has been agreed."))
    added, left = deeds.add_for_all(form.work(), today(), current_user.id, now())
    said = _n("Agreed for %(num)s client.", "Agreed for %(num)s clients.", added)
    without = _("Nobody to write to at: %(clients)s.", clients=", ".join(left)) if left else ""
    return f"{said} {without}".strip()


def _found(series_id: int) -> RecurringSeries:
    found = db.session.get(RecurringSeries, series_id)
    return found if found is not None and found.ended_at is None else abort(404)


def _offered(form: WorkForm) -> WorkForm:
    clients, services, colleagues = choices_for(db.session(), in_force(db.session(), today()).terms.matrix)
    form.offer(services, colleagues)
    if isinstance(form, SeriesForm):
        form.offer_clients(clients)
    return form


def _ask_new(form: WorkForm) -> Response:
    return page("recurring/new_series.html", 422 if form.errors else 200, form=_offered(form))


def _ask_change(form: WorkForm, known: RecurringSeries) -> Response:
    status = 422 if form.errors else 200
    return page("recurring/change_series.html", status, form=_offered(form), series=known)
