"""A client's own organisation: its people, who is asked in, and what invoices say; and my own language."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.accounts import colleagues
from projectie.accounts.colleague_forms import RIGHTS
from projectie.accounts.invited import invited
from projectie.clock.now import now
from projectie.database import db
from projectie.doors import portal
from projectie.pages import page, see
from projectie.people import billing_actions
from projectie.people.billing_form import BillingForm
from projectie.people.fresh import fresh
from projectie.people.models import Organisation
from projectie.people.organisation_forms import country_name


@portal.get("/organisation")
def organisation() -> Response:
    """Show the people of my organisation and what its invoices say."""
    session, at = db.session(), now()
    own = session.get_one(Organisation, current_user.organisation_id)
    asked = invited(session, own.id, at) if current_user.responsible else ()
    return page(
        "accounts/organisation.html",
        organisation=own,
        country=country_name(own.country),
        people=colleagues.colleagues_of(session, own.id),
        rights=RIGHTS,
        invitations=asked,
        may_bill=current_user.may_bill,
    )


@portal.get("/organisation/billing")
@fresh
def billing() -> Response:
    """Ask what invoices are to say."""
    own = _own()
    return _ask(BillingForm.filled(billing_actions.billing_of(own)))


@portal.post("/organisation/billing", endpoint="change_billing")
@fresh
def change_billing() -> Response:
    """Keep it, checked."""
    own, form = _own(), BillingForm()
    if not form.validate_on_submit():
        return _ask(form)
    billing_actions.change_billing(own.id, form.billing(), current_user.id, now())
    flash(_("Saved. Invoices say this from now on."), "ok")
    return see(url_for("portal.organisation"))


def _own() -> Organisation:
    if not current_user.may_bill:
        abort(404)
    return db.session.get_one(Organisation, current_user.organisation_id)


def _ask(form: BillingForm) -> Response:
    return page("accounts/billing.html", 422 if form.errors else 200, form=form)
