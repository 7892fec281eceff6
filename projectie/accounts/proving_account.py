"""Saying once more who I am, before what is confidential; and the form that waited meanwhile."""

from flask import Response, flash, g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie import kept_forms
from projectie.accounts import factors, links, passkeys, provider
from projectie.accounts.account import shell
from projectie.accounts.forms import CodeForm, ProofForm
from projectie.accounts.sign_in_public import brake, caller, guessed, too_often
from projectie.clock.now import now
from projectie.database import db
from projectie.doors import account, may_send
from projectie.own_address import first_page, own_address
from projectie.pages import page, see
from projectie.people import actions, browsers
from projectie.people.models import Role


@account.get("/account/prove")
def prove() -> Response:
    """Ask for a proof, by whatever means this person has."""
    return _ask(ProofForm(formdata=None))


@account.post("/account/prove", endpoint="prove_by_password")
def prove_by_password() -> Response:
    """Take the password."""
    form = ProofForm()
    if not form.validate_on_submit():
        return _ask(form, status=422 if form.errors else 200)
    tried = actions.sign_in(current_user.email, form.password.data, *caller(), now())
    if tried.person is not None and tried.person.id == current_user.id:
        return _on()
    wait = tried.wait_seconds
    form.password.errors = [too_often(wait) if wait else _("This password is not right. Try again.")]
    return brake(_ask(form, status=429 if wait else 422), wait)


@account.post("/account/prove/code", endpoint="prove_by_code")
def prove_by_code() -> Response:
    """Take a code of the app or of the paper."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _ask(ProofForm(formdata=None), form, 422 if form.errors else 200)
    wait = guessed(current_user, form.code.data)
    if wait is None:
        return _on()
    form.code.errors = [
        too_often(wait) if wait else _("This code is not right, or was used before. Try the next.")
    ]
    return brake(_ask(ProofForm(formdata=None), form, 429 if wait else 422), wait)


@account.post("/account/prove/passkey", endpoint="prove_by_passkey")
def prove_by_passkey() -> Response:
    """Take what one of my keys signed."""
    person = passkeys.signer(request.form.get("credential", ""), now())
    if person is not None and person.id == current_user.id:
        return _on()
    flash(_("This passkey is not one of yours here. Try again, or choose another way."), "error")
    return _ask(ProofForm(formdata=None), status=422)


@account.post("/account/prove/link", endpoint="prove_by_link", roles=("client",))
def prove_by_link() -> Response:
    """Mail a link to a client: whoever reads that mailbox is who they say."""
    address, secret = caller()
    wait = links.wish(current_user.email, _back(), address, secret, now())
    if wait:
        form = ProofForm(formdata=None)
        form.form_errors.append(too_often(wait))
        return brake(_ask(form, status=429), wait)
    minutes = int(links.OPEN_FOR.total_seconds()) // 60
    return page("accounts/link_sent.html", email=current_user.email, minutes=minutes)


@account.get("/account/kept")
def kept() -> Response:
    """Show the form that waited, to be sent after all."""
    form = kept_forms.kept(current_user.id)
    if form is None or not may_send(form.action):
        return see(first_page(current_user.role))
    return page("accounts/kept.html", shell=shell(), kept=form)


def _on() -> Response:
    browsers.proved(g.browser.id, now())
    return see(_back() or url_for("account.security"))


def _back() -> str:
    return own_address(request.values.get("next", "")) or ""


def _ask(form: ProofForm, code: CodeForm | None = None, status: int = 200) -> Response:
    return page(
        "accounts/prove.html",
        status,
        shell=shell(),
        form=code if code is not None and code.errors else form,
        password=form,
        code=code or CodeForm(formdata=None),
        means=factors.means_of(db.session(), current_user),
        passkeys=passkeys.place() is not None,
        provider=provider.is_there() and current_user.role is not Role.CLIENT,
        by_link=current_user.role is Role.CLIENT,
    )
