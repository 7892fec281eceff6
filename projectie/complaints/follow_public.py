"""Whoever has a code follows what they sent in: nothing is kept of them, not even that they were here (R27).

The code goes along with every step in the form; there is no session and no address that shows it.
"""

from typing import Any

from flask import Response, make_response, request

from projectie.clock.now import now
from projectie.complaints.cases import Held
from projectie.complaints.ceiling import takes
from projectie.complaints.codes import As, Bearer
from projectie.complaints.downloads import download
from projectie.complaints.following import bearer_of, followed, shown_file, speak
from projectie.complaints.forms import CodeForm, SayForm, TrusteeForm, files_in
from projectie.complaints.words import WORDS
from projectie.database import db
from projectie.doors import public
from projectie.pages import page

NL, EN = "/nl/klacht/volgen", "/en/complaint/follow"


@public.bilingual(nl=NL, en=EN)
def follow() -> Response:
    """Ask for the code."""
    return _ask(CodeForm(formdata=None))


@public.bilingual(nl=f"{NL}/<token>", en=f"{EN}/<token>")
def follow_link(token: str) -> Response:
    """Show a button: opening a link reads nothing (R35), and a scanner that opens it neither."""
    return _private(page("complaints/follow_link.html", token=token[:100]))


@public.bilingual(nl=NL, en=EN, endpoint="follow_case", methods=["POST"])
def follow_case() -> Response:
    """Show what was sent in to whoever has its code, and keep what they write."""
    bearer = _bearer()
    if bearer is None:
        return _unknown()
    form = _form(bearer, typed="more" in request.form)
    said = "more" in request.form and form.validate_on_submit()
    if not said or not takes(form.files, files := files_in(form.files), now()):
        return _shown(bearer.held, bearer.as_, form, 422 if form.errors else 200)
    speak(bearer.held.number, bearer.as_, form.more.data, files, now(), request.form.get("ends", ""))
    again = _bearer()
    return _shown(again.held, again.as_, _form(again, typed=False), sent=True) if again else _unknown()


@public.bilingual(nl=f"{NL}/bestand", en=f"{EN}/file", endpoint="followed_file", methods=["POST"])
def followed_file() -> Response:
    """Hand a file over to whoever has the code; always as a download."""
    bearer = _bearer()
    if bearer is None:
        return _unknown()
    line, content = shown_file(db.session(), bearer.held, request.form.get("file", 0, type=int))
    return download(line.name, content)


def _form(bearer: Bearer, *, typed: bool) -> SayForm:
    given = request.form if typed else None
    if bearer.as_ is As.TRUSTEE:
        return TrusteeForm(formdata=given).offer(bearer.held.case)
    return SayForm(formdata=given)


def _bearer() -> Bearer | None:
    return bearer_of(request.form.get("code", ""), request.remote_addr or "", now())


def _ask(form: CodeForm, status: int = 200) -> Response:
    return _private(page("complaints/follow.html", status, form=form))


def _unknown() -> Response:
    """Answer a code that is wrong, has run out, or is tried too often: each gets the same page."""
    form = CodeForm()
    form.validate()
    unknown = not form.code.errors
    return _private(
        page("complaints/follow.html", 422 if form.errors or unknown else 200, form=form, unknown=unknown)
    )


def _shown(held: Held, as_: As, form: SayForm, status: int = 200, **more: Any) -> Response:
    shown = followed(db.session(), held)
    code = request.form.get("code", "")
    return _private(
        page(
            "complaints/followed.html",
            status,
            shown=shown,
            form=form,
            code=code,
            as_=as_,
            words=WORDS,
            **more,
        )
    )


def _private(response: Response) -> Response:
    made = make_response(response)
    made.headers["Cache-Control"] = "no-store"
    made.headers["Referrer-Policy"] = "no-referrer"
    return made
