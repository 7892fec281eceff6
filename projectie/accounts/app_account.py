"""An app of mine that makes codes: set up, and taken away."""

from flask import Response, flash, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.accounts import codes, factors
from projectie.accounts.account import shell, show_codes
from projectie.accounts.forms import AppForm
from projectie.clock.now import now
from projectie.context import studio
from projectie.doors import account
from projectie.pages import page, see
from projectie.people.browsers import in_hand
from projectie.people.fresh import fresh


@account.get("/account/app")
@fresh
def new_app() -> Response:
    """Show the picture an app reads; the secret waits in its owner's cookie until a code proves that the app has it."""
    session["app_secret"] = codes.new_secret()
    return _ask(AppForm())


@account.post("/account/app", endpoint="add_app")
@fresh
def add_app() -> Response:
    """Keep the app once it shows a right code."""
    form, secret, browser = AppForm(), session.get("app_secret"), in_hand()
    if not secret or browser is None:
        return see(url_for("account.new_app"))
    if not form.validate_on_submit():
        return _ask(form, 422 if form.errors else 200)
    paper = factors.add_app(current_user.id, secret, form.code.data, browser.id, now())
    if paper is None:
        form.code.errors = [
            _("This code is not right. Check the clock of your phone, and enter the next code.")
        ]
        return _ask(form, 422)
    session.pop("app_secret")
    flash(_("The app has been added. From now on signing in asks for a code."), "ok")
    return show_codes(paper)


@account.post("/account/app/remove", endpoint="remove_app")
@fresh
def remove_app() -> Response:
    """Take my app away."""
    factors.remove_app(current_user.id, now())
    flash(_("The app has been removed."), "ok")
    return see(url_for("account.security"))


def _ask(form: AppForm, status: int = 200) -> Response:
    from segno import make  # few pages need it

    secret = session["app_secret"]
    picture = make(codes.address_of(secret, current_user.email, studio().name), error="m")
    image = picture.svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    response = page("accounts/app.html", status, shell=shell(), form=form, secret=secret, image=image)
    response.headers["Cache-Control"] = "no-store"
    return response
