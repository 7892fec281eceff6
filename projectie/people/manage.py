"""Managers look after people: who there is, what they may do, and how they get in."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import manage
from projectie.language import language
from projectie.listing import page_number, words_of
from projectie.pages import page, see
from projectie.people import actions, queries
from projectie.people.faults import PeopleError
from projectie.people.forms import PasswordForm, PersonForm
from projectie.people.fresh import fresh
from projectie.people.models import Role
from projectie.people.queries import PersonRow
from projectie.people.sentences import at_field, sentence


@manage.get("/people")
def people() -> Response:
    """Show everybody who has an account."""
    words, role = words_of(request.args.get("q")), _role(request.args.get("role"))
    listing = queries.people(db.session(), words, role, page_number(request.args.get("page")))
    return page("people/people.html", listing=listing, words=words, role=role, roles=list(Role))


@manage.get("/people/new")
def new_person() -> Response:
    """Ask for a new person; from an organisation's page, one of theirs."""
    of = request.args.get("organisation", 0, type=int)
    return _ask_new(
        PersonForm(role=Role.CLIENT.value if of else None, organisation_id=of, language=language())
    )


@manage.post("/people/new")
@fresh
def add_person() -> Response:
    """Keep a new person."""
    form = _offered(PersonForm())
    if not form.validate_on_submit():
        return _ask_new(form)
    facts = form.facts()
    try:
        added = actions.add_person(actions.person_of(facts, now()), current_user.id, now())
    except PeopleError as error:
        at_field(form, error)
        return _ask_new(form)
    flash(_added(facts.name), "ok")
    return see(url_for("manage.person", person=added))


def _added(name: str) -> str:
    words = _(
        "%(name)s has been added. Mail an invitation or set a password, so that they can sign in.", name=name
    )
    return str(words)


@manage.get("/people/<int:person>")
def person(person: int) -> Response:
    """Show one person."""
    return page("people/person.html", person=_found(person))


@manage.get("/people/<int:person>/change")
def edit_person(person: int) -> Response:
    """Ask what is to change."""
    found = _found(person)
    return _ask_change(PersonForm(obj=found), found)


@manage.post("/people/<int:person>/change")
@fresh
def change_person(person: int) -> Response:
    """Keep what is said about a person now."""
    found = _found(person)
    form = _offered(PersonForm())
    if not form.validate_on_submit():
        return _ask_change(form, found)
    try:
        actions.change_person(person, form.facts(), current_user.id, now())
    except PeopleError as error:
        at_field(form, error)
        return _ask_change(form, found)
    flash(_("Saved."), "ok")
    return see(url_for("manage.person", person=person))


@manage.post("/people/<int:person>/access")
@fresh
def set_access(person: int) -> Response:
    """Let a person in, or shut them out."""
    found, active = _found(person), request.form.get("active") == "1"
    try:
        actions.set_access(person, active, current_user.id, now())
    except PeopleError as error:
        return page("people/person.html", 422, person=found, refusal=sentence(error))
    said = (
        _("%(name)s has access again.")
        if active
        else _("%(name)s no longer has access, and has been signed out everywhere.")
    )
    flash(said % {"name": found.name}, "ok")
    return see(url_for("manage.person", person=person))


@manage.get("/people/<int:person>/password")
@fresh
def new_password(person: int) -> Response:
    """Ask for a new password."""
    found = _found(person)
    return _ask_password(PasswordForm(found.email), found)


@manage.post("/people/<int:person>/password")
@fresh
def set_password(person: int) -> Response:
    """Keep a new password; it is shown nowhere."""
    found = _found(person)
    form = PasswordForm(found.email)
    if not form.validate_on_submit():
        return _ask_password(form, found)
    actions.set_password(person, form.password.data, now(), current_user.id)
    flash(_("%(name)s has a new password and signs in with it from now on.", name=found.name), "ok")
    return see(url_for("manage.person", person=person))


def _found(person_id: int) -> PersonRow:
    return queries.person_row(db.session(), person_id) or abort(404)


def _role(text: str | None) -> Role | None:
    return Role(text) if text in list(Role) else None


def _offered(form: PersonForm) -> PersonForm:
    return form.offer(queries.organisation_names(db.session()))


def _ask_new(form: PersonForm) -> Response:
    return page("people/new_person.html", 422 if form.errors else 200, form=_offered(form))


def _ask_change(form: PersonForm, found: PersonRow) -> Response:
    return page("people/change_person.html", 422 if form.errors else 200, form=_offered(form), person=found)


def _ask_password(form: PasswordForm, found: PersonRow) -> Response:
    return page("people/password.html", 422 if form.errors else 200, form=form, person=found)
