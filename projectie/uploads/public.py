"""The page behind an upload link: anybody who has it sends files, in parts with the script, as a form without."""

from typing import Any

from flask import Response, current_app, jsonify, make_response, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from projectie import errors
from projectie.clock.now import now
from projectie.database import MissingError, db
from projectie.doors import public
from projectie.mail.programs import PROGRAMS
from projectie.pages import page
from projectie.uploads import receiving
from projectie.uploads.links import Opened, opened
from projectie.uploads.place import place
from projectie.uploads.received import received_over
from projectie.uploads.rules import Refusal
from projectie.uploads.words import sentence_for, size_in_words, too_large_for_a_form

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
    wrong = [sentence for file in request.files.getlist("file") if (sentence := _taken(link, file))]
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
    if link is None:
        return _gone()
    try:
        begun = receiving.begin(link.id, _offered(), place(), now())
    except receiving.Refused as refused:
        return _said(422, error=sentence_for(refused.why, place().limits))
    except receiving.TooMany as brake:
        return _too_many(brake.seconds)
    return _said(200, **_standing(token, begun))


@public.bilingual(nl=f"{NL}/<upload>", en=f"{EN}/<upload>", endpoint="send_part", methods=["POST"])
def send_part(token: str, upload: str) -> Response:
    """Take a part of a file; the last one makes the file an attachment."""
    link, offset = _link(token), request.args.get("offset", "", type=str)
    if link is None:
        return _gone()
    if not offset.isascii() or not offset.isdigit() or len(offset) > 12:
        return _said(422, error=_("We could not read that request"))
    try:
        standing = _finished(link, _added(link, upload, int(offset), request.stream))
    except receiving.Elsewhere as elsewhere:
        return _said(409, **_standing(token, elsewhere.standing))
    except receiving.Refused as refused:
        return _said(422, error=sentence_for(refused.why, place().limits))
    except MissingError:
        return _said(404, error=_("Not sent: we no longer have the beginning of this file. Choose it again."))
    return _said(200, **_standing(token, standing))


def closed() -> Response:
    """Answer a link that is wrong, expired or taken back: each gets the same page."""
    return _private(page("uploads/closed.html", 404))


def _link(token: str) -> Opened | None:
    return opened(db.session(), token, current_app.config["SECRET_KEY"], now())


def _shown(token: str, link: Opened, status: int = 200, **more: Any) -> Response:
    limits = place().limits
    sizes = {name: size_in_words(getattr(limits, name)) for name in ("file", "link", "plain")}
    received = received_over(db.session(), link.id)
    shown = {"link": link, "token": token, "limits": limits, "sizes": sizes, "received": received}
    return _private(page("uploads/upload.html", status, **shown, programs=sorted(PROGRAMS), **more))


def _added(link: Opened, key: str, offset: int, stream: Any) -> receiving.Standing:
    """Add a part; it is taken in before anything is locked, for it may come slowly."""
    here = place()
    part = here.parts.take(stream)
    try:
        return receiving.add_part(link.id, key, offset, part, here, now())
    finally:
        part.unlink(missing_ok=True)


def _finished(link: Opened, standing: receiving.Standing) -> receiving.Standing:
    if standing.is_whole and not standing.done:
        receiving.finish(link.id, standing.key, place(), now())
        return receiving.Standing(standing.key, standing.size, standing.size, done=True)
    return standing


def _taken(link: Opened, file: Any) -> str | None:
    """Take one file of a form; return why not, with its name."""
    here, size = place(), file.stream.seek(0, 2)
    try:
        begun = receiving.begin(link.id, receiving.Offered(file.filename or "", size, 0), here, now())
        file.stream.seek(begun.received)
        _finished(link, begun if begun.is_whole else _added(link, begun.key, begun.received, file.stream))
    except receiving.Refused as refused:
        return ": ".join(part for part in (file.filename, sentence_for(refused.why, here.limits)) if part)
    except receiving.TooMany:
        return str(_("Not sent: too many files at once. Wait a few minutes, then send the rest."))
    return None


def _offered() -> receiving.Offered:
    def whole(name: str) -> int:
        text = request.form.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 17 else 0

    return receiving.Offered(request.form.get("name", ""), whole("size"), whole("modified"))


def _standing(token: str, standing: receiving.Standing) -> dict[str, Any]:
    parts = url_for("public.send_part", token=token, upload=standing.key)
    return {"offset": standing.received, "done": standing.done, "parts": parts}


def _too_many(seconds: int) -> Response:
    response = _said(
        429, error=_("Not sent: too many files at once. Wait a few minutes, then send the rest.")
    )
    response.headers["Retry-After"] = str(seconds)
    return response


def _gone() -> Response:
    return _said(
        404, error=_("This link is no longer open. Ask us for a new one; all that was sent before is kept.")
    )


def _said(status: int, **said: Any) -> Response:
    return _private(make_response(jsonify(**said), status))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
