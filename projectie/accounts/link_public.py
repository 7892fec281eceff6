"""Signing in by a link from a mail: opening it shows a page, pressing the button signs in (R35)."""

from flask import Response, current_app, request, session

from projectie.accounts import links
from projectie.accounts.entering import enter
from projectie.accounts.forms import LinkForm
from projectie.accounts.sign_in_public import ask, brake, caller, too_often
from projectie.clock.now import now
from projectie.database import db
from projectie.doors import public
from projectie.own_address import own_address
from projectie.pages import page
from projectie.people.forms import SignIn
from projectie.people.models import Way

NL, EN = "/nl/inloggen/<token>", "/en/sign-in/<token>"


@public.post("/login/link", endpoint="mail_link")
def mail_link() -> Response:
    """Take the wish for a link; the answer is the same for every address."""
    form = LinkForm()
    if not form.validate_on_submit():
        return _again(form, 422 if form.errors else 200)
    back = own_address(request.values.get("next", "")) or ""
    address, secret = caller()
    wait = links.wish(form.email.data, back, address, secret, now())
    if wait:
        form.email.errors = [too_often(wait)]
        return brake(_again(form, 429), wait)
    return page("accounts/link_sent.html", email=form.email.data, minutes=_minutes())


@public.bilingual(nl=NL, en=EN)
def redeem_page(token: str) -> Response:
    """Show what the link does; who follows it on their own, a scanner too, changes nothing."""
    found = _opened(token)
    return _over() if found is None else private(page("accounts/redeem.html", email=found.email))


@public.bilingual(nl=NL, en=EN, endpoint="redeem", methods=["POST"])
def redeem(token: str) -> Response:
    """Sign in, once."""
    found = _opened(token)
    person = links.use(found.id, now()) if found else None
    if found is None or person is None:
        return _over()
    return enter(person, Way.LINK, found.back)


def private(response: Response) -> Response:
    """Let no browser keep a page whose address lets somebody in."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _opened(token: str) -> links.Opened | None:
    return links.opened(db.session(), token, current_app.config["SECRET_KEY"], now())


def _over() -> Response:
    """Answer a link that is wrong, used or expired: each gets the same page, and a new one is a button away."""
    session.pop("second", None)
    return page("accounts/link_over.html", 404, form=LinkForm(formdata=None), minutes=_minutes())


def _again(form: LinkForm, status: int) -> Response:
    whole = SignIn()
    whole.email.errors = form.email.errors
    whole.email.data = form.email.data or request.form.get("email", "")
    whole.password.errors = []
    return ask(whole, status)


def _minutes() -> int:
    return int(links.OPEN_FOR.total_seconds()) // 60
