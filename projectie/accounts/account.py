"""My own security: password, passkeys, app and paper codes, and the browsers I am signed in with."""

from flask import Response, current_app, flash, g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie import kept_forms
from projectie.accounts import factors, passkeys
from projectie.accounts.forms import OwnPasswordForm
from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.device import in_words
from projectie.doors import account
from projectie.pages import page, see
from projectie.people import actions, browsers
from projectie.people.fresh import fresh
from projectie.people.models import Stage


@account.get("/account/security")
def security() -> Response:
    """Show how I sign in, and where I am signed in."""
    database = db.session()
    return page(
        "accounts/security.html",
        shell=shell(),
        means=factors.means_of(database, current_user),
        keys=passkeys.passkeys_of(database, current_user.id),
        passkeys=passkeys.place() is not None,
        browsers=browsers.browsers_of(database, current_user.id, g.browser.id),
        bare=g.browser.stage is Stage.BARE,
        forced=current_app.config["SETTINGS"].second_factor == "STAFF",
    )


@account.get("/account/password")
@fresh
def own_password() -> Response:
    """Ask for a new password of my own."""
    return _ask_password(OwnPasswordForm(current_user.email))


@account.post("/account/password", endpoint="set_own_password")
@fresh
def set_own_password() -> Response:
    """Keep it; every other browser is signed out."""
    form = OwnPasswordForm(current_user.email)
    if not form.validate_on_submit():
        return _ask_password(form, 422 if form.errors else 200)
    actions.set_password(current_user.id, form.password.data, now(), current_user.id, but=g.browser.id)
    flash(_("Your password has been changed. Everywhere else you have been signed out."), "ok")
    return see(url_for("account.security"))


@account.get("/account/passkeys/new")
@fresh
def new_passkey() -> Response:
    """Ask the browser for a key."""
    return page("accounts/passkey.html", shell=shell(), passkeys=passkeys.place() is not None)


@account.post("/account/passkeys/challenge")
@fresh
def new_passkey_challenge() -> Response:
    """Answer what a browser needs to make a key."""
    return Response(passkeys.to_make(current_user, studio().name, now()), mimetype="application/json")


@account.post("/account/passkeys", endpoint="add_passkey")
@fresh
def add_passkey() -> Response:
    """Keep the key a browser made."""
    name = in_words(request.user_agent.string, "") or _("Passkey")
    made = passkeys.add(current_user.id, request.form.get("credential", ""), name, g.browser.id, now())
    if made is None:
        flash(_("The passkey could not be added. Try again."), "error")
        return see(url_for("account.security"))
    flash(_("The passkey has been added. From now on you can sign in with it."), "ok")
    return show_codes(made)


@account.post("/account/passkeys/<int:passkey>/remove")
@fresh
def remove_passkey(passkey: int) -> Response:
    """Forget one of my keys."""
    passkeys.remove(passkey, current_user.id, now())
    flash(_("The passkey has been removed."), "ok")
    return see(url_for("account.security"))


@account.post("/account/codes", endpoint="renew_codes")
@fresh
def renew_codes() -> Response:
    """Replace my codes for paper."""
    return show_codes(factors.new_codes(current_user.id, now()))


@account.post("/account/browsers/<int:browser>/end", endpoint="end_browser")
def end_browser(browser: int) -> Response:
    """Sign one of my browsers out."""
    browsers.sign_out_one(browser, current_user.id, current_user.id, now())
    flash(_("That browser has been signed out."), "ok")
    return see(url_for("account.security"))


@account.post("/account/browsers/end", endpoint="end_browsers")
def end_browsers() -> Response:
    """Sign all my other browsers out."""
    many = browsers.sign_out_all(current_user.id, current_user.id, now(), but=g.browser.id)
    flash(_("Browsers signed out: %(many)s.", many=many), "ok")
    return see(url_for("account.security"))


def show_codes(codes: tuple[str, ...]) -> Response:
    """Show codes for paper, this once; who has some already goes on."""
    on = "account.kept" if kept_forms.kept(current_user.id) else "account.security"
    if not codes:
        return see(url_for(on))
    response = page("accounts/codes.html", shell=shell(), codes=codes, on=url_for(on))
    response.headers["Cache-Control"] = "no-store"
    return response


def shell() -> str:
    """Return the frame of my pages: the desk's, the portal's, or a bare one while there is no way on."""
    if g.browser.stage is Stage.BARE:
        return "public.html"
    return "portal.html" if current_user.role == "client" else "desk.html"


def _ask_password(form: OwnPasswordForm, status: int = 200) -> Response:
    return page("accounts/password.html", status, shell=shell(), form=form)
