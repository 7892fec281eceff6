"""Managers add and change organisations; their page, with contract and tasks, is the contracts room's."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.doors import manage
from projectie.language import language
from projectie.pages import page, see
from projectie.people import organisation_actions as actions
from projectie.people.faults import PeopleError
from projectie.people.models import Organisation
from projectie.people.organisation_forms import OrganisationForm, country_of
from projectie.people.sentences import at_field


@manage.get("/organisations/new")
def new_organisation() -> Response:
    """Ask for a new client; most are from the studio's own country."""
    return _ask_new(OrganisationForm(country=country_of(studio().zone), language=language()))


@manage.post("/organisations/new")
def add_organisation() -> Response:
    """Keep a new client."""
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _ask_new(form)
    try:
        added = actions.add_organisation(form.facts(), current_user.id, now())
    except PeopleError as error:
        at_field(form, error)
        return _ask_new(form)
    flash(_("%(name)s has been added. Add a contract and people next.", name=form.name.data), "ok")
    return see(url_for("manage.organisation", organisation=added))


@manage.get("/organisations/<int:organisation>/change")
def edit_organisation(organisation: int) -> Response:
    """Ask what is to change."""
    found = _found(organisation)
    return _ask_change(OrganisationForm.filled(actions.facts_of(found)), found)


@manage.post("/organisations/<int:organisation>/change")
def change_organisation(organisation: int) -> Response:
    """Keep what is said about a client now."""
    found = _found(organisation)
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _ask_change(form, found)
    try:
        actions.change_organisation(organisation, form.facts(), current_user.id, now())
    except PeopleError as error:
        at_field(form, error)
        return _ask_change(form, found)
    flash(_("Saved."), "ok")
    return see(url_for("manage.organisation", organisation=organisation))


def _found(organisation_id: int) -> Organisation:
    return db.session.get(Organisation, organisation_id) or abort(404)


def _ask_new(form: OrganisationForm) -> Response:
    return page("people/new_organisation.html", 422 if form.errors else 200, form=form)


def _ask_change(form: OrganisationForm, found: Organisation) -> Response:
    return page("people/change_organisation.html", 422 if form.errors else 200, form=form, organisation=found)
