"""The page behind an upload link: anybody who has it sends files, in parts with the script, as a form without."""

from typing import Any

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from projectie import errors
from projectie.clock.now import now
from projectie.database import db
from projectie.doors import public
from projectie.pages import page
from projectie.uploads.links import Opened, opened
from projectie.uploads.place import limits_in_words, place
from projectie.uploads.received import received_over
from projectie.uploads.rules import Refusal
from projectie.uploads.sending import begun, part_taken, private, taken, told
from projectie.uploads.words import sentence_for, too_large_for_a_form

NL, EN = "/nl/bestanden/<token>", "/en/files/<token>"


@public.bilingual(nl=NL, en=EN)
def upload(token: str) -> Response:
    """Show where to send files; opening it changes nothing (R35)."""
    link = _link(token)
    return _shown(token, link) if link else closed()


@public.bilingual(nl=NL, en=EN, endpoint="send_form", methods=["POST"])
def send_form(token: str) -> Response:
    """Take the files of a form, for browsers without the script; every one that is right is kept."""
    link = _link(token)
    if link is None:
        return closed()
    wrong = [sentence for file in request.files.getlist("file") if (sentence := taken(link.id, file))]
    if not request.files:
        wrong = [sentence_for(Refusal.NO_NAME, place().limits)]
    return _shown(token, link, 422 if wrong else 200, wrong=wrong, sent=not wrong)


@public.errorhandler(413)
def too_large(error: RequestEntityTooLarge) -> Response:
    """Say to whoever sent too large a form of files what to do instead; nothing of it was read."""
    del error
    token = (request.view_args or {}).get("token", "")
    link = _link(token) if request.endpoint == "public.send_form" else None
    if link is None:
        return errors.too_large()
    return _shown(token, link, 413, wrong=[too_large_for_a_form(place().limits)])


@public.bilingual(nl=f"{NL}/begin", en=f"{EN}/begin", endpoint="begin_upload", methods=["POST"])
def begin_upload(token: str) -> Response:
    """Say how far a file is, beginning it when it is new."""
    link = _link(token)
    return begun(link.id, _parts_at(token)) if link else _gone()


@public.bilingual(nl=f"{NL}/<upload>", en=f"{EN}/<upload>", endpoint="send_part", methods=["POST"])
def send_part(token: str, upload: str) -> Response:
    """Take a part of a file; the last one makes the file an attachment."""
    link = _link(token)
    return part_taken(link.id, upload, _parts_at(token)) if link else _gone()


def closed() -> Response:
    """Answer a link that is wrong, expired or taken back: each gets the same page."""
    return private(page("uploads/closed.html", 404))


def _link(token: str) -> Opened | None:
    return opened(db.session(), token, current_app.config["SECRET_KEY"], now())


def _parts_at(token: str) -> Any:
    return lambda key: url_for("public.send_part", token=token, upload=key)


def _shown(token: str, link: Opened, status: int = 200, **more: Any) -> Response:
    shown = {"link": link, "received": received_over(db.session(), link.id), **limits_in_words()}
    begin = url_for("public.begin_upload", token=token)
    return private(page("uploads/upload.html", status, **shown, begin=begin, **more))


def _gone() -> Response:
    return told(
        404, error=_("This link is no longer open. Ask us for a new one; all that was sent before is kept.")
    )
