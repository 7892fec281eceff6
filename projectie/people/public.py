"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from projectie.clock.now import now
from projectie.doors import public
from projectie.language import COOKIE, LANGUAGES
from projectie.pages import page, see
from projectie.people import actions, proof
from projectie.people.forms import SignIn
from projectie.people.models import Person

FIRST_PAGE = {"client": "portal.first_page", "staff": "desk.first_page", "manager": "manage.first_page"}


@public.get("/login", endpoint="sign_in")
def sign_in() -> Response:
    """Show the sign-in page; who is signed in already goes to their first page."""
    return see(after_sign_in(current_user)) if current_user.is_authenticated else _ask(SignIn())


@public.post("/login", endpoint="try_sign_in")
def try_sign_in() -> Response:
    """Sign in with address and password; a wrong one never says which of the two was wrong."""
    form = SignIn()
    if not form.validate_on_submit():
        return _ask(form, 422 if form.errors else 200)
    tried = actions.sign_in(
        form.email.data,
        form.password.data,
        request.remote_addr or "",
        current_app.config["SECRET_KEY"],
        now(),
    )
    if tried.person is None:
        return _refuse(form, tried.wait_seconds)
    login_user(tried.person)
    proof.note(tried.person.id, now())
    return see(own_address(request.values.get("next", "")) or after_sign_in(tried.person))


@public.post("/logout", endpoint="sign_out")
def sign_out() -> Response:
    """Sign this browser out."""
    logout_user()
    return see(url_for("public.support"))


@public.post("/language")
def choose_language() -> Response:
    """Show everything in the other language from now on, and return to the same page."""
    chosen = request.form.get("to", "")
    response = see(own_address(request.form.get("back", "")) or url_for("public.front"))
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE, chosen, max_age=31_536_000, httponly=True, samesite="Lax", secure=request.is_secure
        )
        if current_user.is_authenticated:
            actions.choose_language(current_user.id, chosen)
    return response


def after_sign_in(person: Person) -> str:
    """Return the address of that person's first page."""
    return url_for(FIRST_PAGE[person.role])


def _ask(form: SignIn, status: int = 200) -> Response:
    return page("people/sign_in.html", status, form=form)


def _refuse(form: SignIn, wait_seconds: int) -> Response:
    if wait_seconds:
        form.email.errors = [
            _("Too many attempts. Wait %(minutes)s minutes and try again.", minutes=-(-wait_seconds // 60))
        ]
        response = _ask(form, 429)
        response.headers["Retry-After"] = str(wait_seconds)
        return response
    form.email.errors = [_("This combination of email address and password is not right. Try again.")]
    return _ask(form, 422)


def own_address(wanted: str) -> str | None:
    """Return the address if it is a page of ours, else nothing."""
    parts = urlsplit(wanted)
    ours = (
        wanted.startswith("/")
        and not wanted.startswith(("//", "/\\"))
        and not parts.netloc
        and not parts.scheme
    )
    return wanted if ours and wanted.isprintable() else None
