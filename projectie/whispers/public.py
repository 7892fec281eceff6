"""The page behind a secret's link: a client fills it in, or reads it once. Opening it changes nothing (R35)."""

from flask import Response, current_app, request
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.device import in_words
from projectie.doors import public
from projectie.pages import page
from projectie.whispers import actions
from projectie.whispers.actions import Over, Reader
from projectie.whispers.forms import AnswerForm, ReadForm
from projectie.whispers.models import Way
from projectie.whispers.queries import Opened, opened
from projectie.whispers.sealing import lock

NL, EN = "/nl/geheim/<token>", "/en/secret/<token>"


@public.bilingual(nl=NL, en=EN)
def whisper(token: str) -> Response:
    """Show what is asked, or that something can be read once."""
    found = _opened(token)
    if found is None:
        return over()
    asked = found.way is Way.ASKED
    return _shown(found, AnswerForm(formdata=None) if asked else ReadForm(formdata=None))


@public.bilingual(nl=NL, en=EN, endpoint="answer_whisper", methods=["POST"])
def answer_whisper(token: str) -> Response:
    """Keep what was filled in, or show what is to be read: by POST, and once."""
    found = _opened(token)
    if found is None:
        return over()
    try:
        return _fill_in(found) if found.way is Way.ASKED else _read(found)
    except Over:
        return over()


def over() -> Response:
    """Answer a link that is wrong, used, expired or taken back: each gets the same page, and what was typed back."""
    return _private(page("whispers/over.html", 404, typed=request.form.get("secret", "").strip()))


def _fill_in(found: Opened) -> Response:
    form = AnswerForm()
    if not form.validate_on_submit():
        return _shown(found, form, 422 if form.errors else 200)
    actions.fill_in(found.id, form.secret.data, lock(), _reader(), now())
    return _private(page("whispers/filled_in.html", found=found))


def _read(found: Opened) -> Response:
    form = ReadForm()
    if not form.validate_on_submit():
        return _shown(found, form, 422 if form.errors else 200)
    told = actions.read(found.id, form.word.data or "", lock(), _reader(), now())
    if told.secret is not None:
        return _private(page("whispers/read.html", found=found, secret=told.secret))
    if told.left <= 0:
        return over()
    form.word.errors = [_("This is not the word. Attempts left: %(left)s", left=told.left)]
    return _shown(found, form, 422)


def _opened(token: str) -> Opened | None:
    return opened(db.session(), token, current_app.config["SECRET_KEY"], now())


def _shown(found: Opened, form: AnswerForm | ReadForm, status: int = 200) -> Response:
    name = "whispers/asked.html" if found.way is Way.ASKED else "whispers/given.html"
    return _private(page(name, status, found=found, form=form))


def _reader() -> Reader:
    person = current_user.id if current_user.is_authenticated else None
    return Reader(person, in_words(request.user_agent.string, request.remote_addr or ""))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
