"""Clients look after their own people: who there is, what each may do, asking in, leaving."""

from flask import Response, abort, current_app, flash, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from projectie.accounts import colleagues, invitations
from projectie.accounts.colleague_forms import InvitationForm, RightsForm
from projectie.accounts.colleagues import Colleague
from projectie.accounts.invited import invited
from projectie.clock.now import now
from projectie.database import db
from projectie.doors import for_readers, portal
from projectie.pages import page, see
from projectie.people.faults import PeopleError
from projectie.people.fresh import fresh
from projectie.people.rights import Right
from projectie.people.sentences import at_field, sentence

for_readers("portal.leave")


@portal.get("/organisation/invite", endpoint="new_invitation")
@fresh
def new_invitation() -> Response:
    """Ask whom to ask in; again, as they were asked before."""
    _responsible()
    before = request.args.get("again", 0, type=int)
    waiting = invited(db.session(), current_user.organisation_id, now())
    return _ask(InvitationForm.filled_from(next((one for one in waiting if one.id == before), None)))


@portal.post("/organisation/invite", endpoint="invite")
@fresh
def invite() -> Response:
    """Mail the invitation; whether the address is known elsewhere is not told."""
    _responsible()
    form = InvitationForm()
    if not form.validate_on_submit():
        return _ask(form)
    try:
        invitations.invite_colleague(form.invited(), current_user, current_app.config["SECRET_KEY"], now())
    except PeopleError as error:
        at_field(form, error)
        return _ask(form)
    flash(_("The invitation is on its way to %(email)s.", email=form.email.data), "ok")
    return see(url_for("portal.organisation"))


@portal.post("/organisation/invitations/<int:invitation>/withdraw", endpoint="withdraw_invitation")
def withdraw_invitation(invitation: int) -> Response:
    """Take an invitation back."""
    _responsible()
    invitations.withdraw(invitation, current_user.organisation_id, current_user.id, now())
    flash(_("The invitation has been taken back."), "ok")
    return see(url_for("portal.organisation"))


@portal.get("/organisation/people/<int:person>", endpoint="colleague")
@fresh
def colleague(person: int) -> Response:
    """Show what a colleague may do."""
    found = _found(person)
    return _ask_rights(RightsForm.filled(found), found)


@portal.post("/organisation/people/<int:person>", endpoint="change_colleague")
@fresh
def change_colleague(person: int) -> Response:
    """Change it."""
    found, form = _found(person), RightsForm()
    if not form.validate_on_submit():
        return _ask_rights(form, found, 422 if form.errors else 200)
    try:
        colleagues.change_rights(
            person, Right(form.right.data), bool(form.responsible.data), current_user, now()
        )
    except PeopleError as error:
        at_field(form, error)
        return _ask_rights(form, found, 422)
    flash(_("Saved."), "ok")
    return see(url_for("portal.organisation"))


@portal.post("/organisation/people/<int:person>/remove", endpoint="remove_colleague")
@fresh
def remove_colleague(person: int) -> Response:
    """Take a colleague's access."""
    found = _found(person)
    try:
        colleagues.shut_out(person, current_user, now())
    except PeopleError as error:
        return _ask_rights(RightsForm.filled(found), found, 422, refusal=sentence(error))
    flash(_("%(name)s no longer has access, and has been signed out everywhere.", name=found.name), "ok")
    return see(url_for("portal.organisation"))


@portal.get("/organisation/leave", endpoint="ask_leave")
def ask_leave() -> Response:
    """Say what leaving means."""
    return page("accounts/leave.html")


@portal.post("/organisation/leave", endpoint="leave")
def leave() -> Response:
    """Leave the organisation; the last one responsible cannot."""
    try:
        colleagues.shut_out(current_user.id, current_user, now())
    except PeopleError as error:
        return page("accounts/leave.html", 422, refusal=sentence(error))
    logout_user()
    session.pop("who", None)
    flash(_("You have left. Your requests stay with your organisation; this account is closed."), "ok")
    return see(url_for("public.support"))


def _responsible() -> None:
    if not current_user.responsible:
        abort(404)


def _found(person: int) -> Colleague:
    _responsible()
    return colleagues.colleague(db.session(), person, current_user.organisation_id) or abort(404)


def _ask(form: InvitationForm) -> Response:
    return page("accounts/invite.html", 422 if form.errors else 200, form=form)


def _ask_rights(form: RightsForm, found: Colleague, status: int = 200, refusal: str = "") -> Response:
    return page("accounts/colleague.html", status, form=form, found=found, refusal=refusal)
