"""Managers say which parts the status page names."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import manage
from projectie.outages import parts as actions
from projectie.outages.faults import OutageError
from projectie.outages.forms import PartForm
from projectie.outages.models import StatusPart
from projectie.outages.sentences import at_field
from projectie.outages.words import USED_BY
from projectie.pages import page, see


@manage.get("/parts")
def parts() -> Response:
    """Show the parts, and ask for another."""
    return _ask_new(PartForm(formdata=None))


@manage.post("/parts")
def add_part() -> Response:
    """Keep a new part."""
    form = PartForm()
    if not form.validate_on_submit():
        return _ask_new(form)
    try:
        actions.add_part(form.facts(), current_user.id, now())
    except OutageError as error:
        at_field(form, error)
        return _ask_new(form)
    flash(_("%(name)s has been added.", name=form.name_nl.data), "ok")
    return see(url_for("manage.parts"))


@manage.get("/parts/<int:part>/change")
def edit_part(part: int) -> Response:
    """Ask what it is now."""
    known = _found(part)
    return _ask_change(PartForm(formdata=None, obj=known, data={"used_by": known.used_by.value}), known)


@manage.post("/parts/<int:part>/change")
def change_part(part: int) -> Response:
    """Keep what it is now."""
    known, form = _found(part), PartForm()
    if not form.validate_on_submit():
        return _ask_change(form, known)
    try:
        actions.change_part(part, form.facts(), current_user.id, now())
    except OutageError as error:
        at_field(form, error)
        return _ask_change(form, known)
    flash(_("Saved."), "ok")
    return see(url_for("manage.parts"))


def _found(part_id: int) -> StatusPart:
    return db.session.get(StatusPart, part_id) or abort(404)


def _ask_new(form: PartForm) -> Response:
    known = db.session.scalars(select(StatusPart).order_by(StatusPart.place, StatusPart.id)).all()
    if form.place.data is None and not form.errors:
        form.place.data = min(max((part.place for part in known), default=0) + 1, 999)
    return page("outages/parts.html", 422 if form.errors else 200, form=form, parts=known, used_by=USED_BY)


def _ask_change(form: PartForm, known: StatusPart) -> Response:
    return page("outages/change_part.html", 422 if form.errors else 200, form=form, part=known)
