"""Signing in with a password, the second step, and signing out."""

from flask import Response, current_app, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from projectie.accounts import factors, passkeys, provider
from projectie.accounts.entering import enter, go_on, pending
from projectie.accounts.forms import CodeForm
from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.doors import public
from projectie.own_address import first_page
from projectie.pages import page, see
from projectie.people import actions, browsers, throttle
from projectie.people.forms import SignIn
from projectie.people.models import Person, Way


@public.get("/login", endpoint="sign_in")
def sign_in() -> Response:
    """Show the ways in; who is signed in already goes to their first page."""
    return see(first_page(current_user.role)) if current_user.is_authenticated else ask(SignIn())


@public.post("/login", endpoint="try_sign_in")
def try_sign_in() -> Response:
    """Sign in with address and password; a wrong one never says which of the two was wrong."""
    form = SignIn()
    if not form.validate_on_submit():
        return ask(form, 422 if form.errors else 200)
    tried = actions.sign_in(form.email.data, form.password.data, *caller(), now())
    if tried.person is None:
        return _refuse(form, tried.wait_seconds)
    return enter(tried.person, Way.PASSWORD, request.values.get("next", ""))


@public.get("/login/second", endpoint="second_step")
def second_step() -> Response:
    """Ask for the second step; without a first one, for that."""
    waiting = pending()
    return _ask_second(CodeForm(), waiting[1]) if waiting else see(url_for("public.sign_in"))


@public.post("/login/second", endpoint="try_second_step")
def try_second_step() -> Response:
    """Take a code of the app or of the paper."""
    waiting, form = pending(), CodeForm()
    if waiting is None:
        return see(url_for("public.sign_in"))
    browser, person = waiting
    if not form.validate_on_submit():
        return _ask_second(form, person, 422 if form.errors else 200)
    wait = guessed(person, form.code.data)
    if wait is None:
        return go_on(browser, person, request.values.get("next", ""))
    form.code.errors = [
        too_often(wait) if wait else _("This code is not right, or was used before. Try the next.")
    ]
    return brake(_ask_second(form, person, 429 if wait else 422), wait)


@public.post("/logout", endpoint="sign_out")
def sign_out() -> Response:
    """Sign this browser out."""
    browsers.sign_out_this(now())
    session.pop("second", None)
    logout_user()
    return see(url_for("public.support"))


def guessed(person: Person, code: str) -> int | None:
    """Try a code; return None when it was right, else how many seconds to wait before the next (0: none)."""
    secret, address = caller()[::-1]
    counted = throttle.keys(secret, f"code:{person.id}", f"code:{address}")
    with transaction() as session:
        wait = throttle.wait_seconds(session, counted, now())
        if wait:
            return wait
        if factors.takes_code(session, person.id, code, now()):
            throttle.succeeded(session, counted)
            return None
        throttle.failed(session, counted, now())
        return 0


def caller() -> tuple[str, str]:
    """Return the address that asks and the key under which it is counted."""
    return request.remote_addr or "", current_app.config["SECRET_KEY"]


def too_often(seconds: int) -> str:
    """Return that it was tried too often, in words."""
    return str(_("Too many attempts. Wait %(minutes)s minutes and try again.", minutes=-(-seconds // 60)))


def brake(response: Response, seconds: int) -> Response:
    """Say in the answer when to try again, where that is not now."""
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


def ask(form: SignIn, status: int = 200) -> Response:
    """Show the ways in."""
    return page(
        "accounts/sign_in.html",
        status,
        form=form,
        passkeys=passkeys.place() is not None,
        provider=provider.is_there(),
    )


def _ask_second(form: CodeForm, person: Person, status: int = 200) -> Response:
    means = factors.means_of(db.session(), person)
    return page("accounts/second.html", status, form=form, means=means, passkeys=passkeys.place() is not None)


def _refuse(form: SignIn, wait_seconds: int) -> Response:
    wrong = _("This combination of email address and password is not right. Try again.")
    form.email.errors = [too_often(wait_seconds) if wait_seconds else wrong]
    return brake(ask(form, 429 if wait_seconds else 422), wait_seconds)
