"""Staff announce maintenance ahead, change what was announced, and call it off."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.outages import maintenance, queries
from projectie.outages.faults import OutageError
from projectie.outages.forms import MaintenanceForm
from projectie.outages.queries import Work
from projectie.outages.sentences import at_field, sentence
from projectie.pages import page, see


@desk.get("/maintenance/new")
def new_maintenance() -> Response:
    """Ask what will be done, and when."""
    return _ask_new(MaintenanceForm(formdata=None))


@desk.post("/maintenance/new")
def announce_maintenance() -> Response:
    """Announce it."""
    form = MaintenanceForm()
    form.parts.offer(queries.parts(db.session()))
    if not form.validate_on_submit():
        return _ask_new(form)
    try:
        maintenance.announce(form.facts(), current_user.id, now())
    except OutageError as error:
        at_field(form, error)
        return _ask_new(form)
    flash(_("The maintenance stands on the status page."), "ok")
    return see(url_for("desk.outages"))


@desk.get("/maintenance/<int:maintenance>/change")
def edit_maintenance(maintenance: int) -> Response:
    """Ask what is announced now."""
    known = _found(maintenance)
    said = {"title_nl": known.title.nl, "title_en": known.title.en}
    said |= {"text_nl": known.text.nl, "text_en": known.text.en}
    when = {"starts_at": known.starts_at, "ends_at": known.ends_at}
    chosen = [part.id for part in known.parts]
    return _ask_change(MaintenanceForm(formdata=None, **said, **when, parts=chosen), known)


@desk.post("/maintenance/<int:maintenance>/change", endpoint="change_maintenance")
def change_maintenance(maintenance: int) -> Response:
    """Keep what is announced now."""
    known, form = _found(maintenance), MaintenanceForm()
    form.parts.offer(queries.parts(db.session()), [part.id for part in known.parts])
    if not form.validate_on_submit():
        return _ask_change(form, known)
    try:
        _change(known.id, form)
    except OutageError as error:
        at_field(form, error)
        return _ask_change(form, known)
    flash(_("Saved."), "ok")
    return see(url_for("desk.outages"))


@desk.post("/maintenance/<int:maintenance>/cancellation")
def cancel_maintenance(maintenance: int) -> Response:
    """Call it off."""
    try:
        _call_off(maintenance)
    except OutageError as error:
        flash(sentence(error), "error")
    else:
        flash(_("The maintenance has been called off."), "ok")
    return see(url_for("desk.outages"))


def _change(number: int, form: MaintenanceForm) -> None:
    maintenance.change(number, form.facts(), current_user.id, now())


def _call_off(number: int) -> None:
    maintenance.call_off(number, current_user.id, now())


def _found(number: int) -> Work:
    return queries.work(db.session(), number) or abort(404)


def _ask_new(form: MaintenanceForm) -> Response:
    form.parts.offer(queries.parts(db.session()))
    return page("outages/new_maintenance.html", 422 if form.errors else 200, form=form)


def _ask_change(form: MaintenanceForm, known: Work) -> Response:
    form.parts.offer(queries.parts(db.session()), [part.id for part in known.parts])
    status = 422 if form.errors else 200
    return page("outages/change_maintenance.html", status, form=form, maintenance=known)
