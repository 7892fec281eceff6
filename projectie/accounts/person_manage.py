"""Managers: a person's browsers, an invitation, a lost second step; and what a client's invoices say."""

from flask import Response, abort, current_app, flash, g, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.accounts import factors, invitations
from projectie.clock.now import now
from projectie.database import MissingError, db
from projectie.doors import manage
from projectie.pages import page, see
from projectie.people import billing_actions, browsers
from projectie.people.billing_form import BillingForm, ManagedBillingForm
from projectie.people.fresh import fresh
from projectie.people.models import Organisation, Person


@manage.get("/people/<int:person>/access")
def person_access(person: int) -> Response:
    """Show how somebody signs in and where they are signed in."""
    found, session = _found(person), db.session()
    return page(
        "accounts/person_access.html",
        person=found,
        means=factors.means_of(session, found),
        browsers=browsers.browsers_of(session, person, g.browser.id),
    )


@manage.post("/people/<int:person>/invitation", endpoint="invite_person")
@fresh
def invite_person(person: int) -> Response:
    """Mail somebody the way in."""
    found = _found(person)
    try:
        invitations.invite_person(person, current_user, current_app.config["SECRET_KEY"], now())
    except MissingError:
        abort(404)
    flash(_("%(name)s gets a mail with a link, good for a week.", name=found.name), "ok")
    return see(url_for("manage.person_access", person=person))


@manage.post("/people/<int:person>/browsers/<int:browser>/end", endpoint="end_browser_of")
def end_browser_of(person: int, browser: int) -> Response:
    """Sign one browser of somebody out."""
    browsers.sign_out_one(browser, person, current_user.id, now())
    flash(_("That browser has been signed out."), "ok")
    return see(url_for("manage.person_access", person=person))


@manage.post("/people/<int:person>/browsers/end", endpoint="end_browsers_of")
def end_browsers_of(person: int) -> Response:
    """Sign somebody out everywhere."""
    _found(person)
    but = g.browser.id if person == current_user.id else None
    many = browsers.sign_out_all(person, current_user.id, now(), but)
    flash(_("Browsers signed out: %(many)s.", many=many), "ok")
    return see(url_for("manage.person_access", person=person))


@manage.post("/people/<int:person>/second-step/remove", endpoint="remove_second_step")
@fresh
def remove_second_step(person: int) -> Response:
    """Take the second step from somebody who lost theirs."""
    found = _found(person)
    if person == current_user.id:
        abort(404)  # one's own is taken away where it was set up
    factors.remove_all(person, current_user.id, now())
    said = _("%(name)s signs in without a second step until they set one up again.", name=found.name)
    flash(said, "ok")
    return see(url_for("manage.person_access", person=person))


@manage.get("/organisations/<int:organisation>/billing", endpoint="billing")
def billing(organisation: int) -> Response:
    """Ask what a client's invoices are to say, and when they are due."""
    found = _client(organisation)
    form = ManagedBillingForm.filled(billing_actions.billing_of(found), payment_days=found.payment_days)
    return _ask(form, found)


@manage.post("/organisations/<int:organisation>/billing", endpoint="change_billing")
def change_billing(organisation: int) -> Response:
    """Keep it, checked."""
    found, form = _client(organisation), ManagedBillingForm()
    if not form.validate_on_submit():
        return _ask(form, found)
    billing_actions.change_billing(
        organisation, form.billing(), current_user.id, now(), (form.payment_days.data,)
    )
    flash(_("Saved. Invoices say this from now on."), "ok")
    return see(url_for("manage.organisation", organisation=organisation))


def _found(person: int) -> Person:
    return db.session.get(Person, person) or abort(404)


def _client(organisation: int) -> Organisation:
    return db.session.get(Organisation, organisation) or abort(404)


def _ask(form: BillingForm, found: Organisation) -> Response:
    return page("accounts/manage_billing.html", 422 if form.errors else 200, form=form, organisation=found)
