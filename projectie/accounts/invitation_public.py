"""The page behind an invitation: what it is for; pressing the button accepts it (R35)."""

from flask import Response, current_app
from flask_babel import gettext as _

from projectie.accounts import invitations
from projectie.accounts.entering import enter
from projectie.accounts.forms import OwnPasswordForm
from projectie.accounts.invitations import Opened
from projectie.accounts.link_public import private
from projectie.clock.now import now
from projectie.database import db
from projectie.doors import public
from projectie.pages import page
from projectie.people.faults import PeopleError
from projectie.people.models import Role, Way

NL, EN = "/nl/uitnodiging/<token>", "/en/invitation/<token>"


@public.bilingual(nl=NL, en=EN)
def invitation(token: str) -> Response:
    """Show who asks, and for what."""
    found = _opened(token)
    return _over() if found is None else _show(found, _form(found))


@public.bilingual(nl=NL, en=EN, endpoint="accept_invitation", methods=["POST"])
def accept_invitation(token: str) -> Response:
    """Accept it, and sign in."""
    found = _opened(token)
    if found is None:
        return _over()
    form = _form(found)
    if not form.validate_on_submit():
        return _show(found, form, 422 if form.errors else 200)
    try:
        person = invitations.accept(found.id, form.password.data or "", now())
    except PeopleError:
        elsewhere = _(
            "Your address already has an account of another organisation. Call us, and we sort it out."
        )
        form.form_errors.append(elsewhere)
        return _show(found, form, 422)
    return _over() if person is None else enter(person, Way.INVITATION)


def _form(found: Opened) -> OwnPasswordForm:
    return OwnPasswordForm(found.email, needed=found.role is not Role.CLIENT)


def _opened(token: str) -> Opened | None:
    return invitations.opened(db.session(), token, current_app.config["SECRET_KEY"], now())


def _show(found: Opened, form: OwnPasswordForm, status: int = 200) -> Response:
    return private(page("accounts/invitation.html", status, found=found, form=form))


def _over() -> Response:
    return page("accounts/invitation_over.html", 404)
