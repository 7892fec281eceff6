"""What a browser is told while it sends a file: how far it is, where its parts go, and why it is not taken."""

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, make_response, request
from flask_babel import gettext as _

from projectie.clock.now import now
from projectie.database import MissingError
from projectie.uploads import receiving
from projectie.uploads.place import place
from projectie.uploads.words import sentence_for

PartsAt = Callable[[str], str]  # the address for the parts of an upload, by its key


def begun(link: int, parts_at: PartsAt) -> Response:
    """Say how far a file is, beginning it when it is new."""
    try:
        standing = receiving.begin(link, _offered(), place(), now())
    except receiving.Refused as refused:
        return told(422, error=sentence_for(refused.why, place().limits))
    except receiving.TooMany as brake:
        return _too_many(brake.seconds)
    return told(200, **_standing(standing, parts_at))


def part_taken(link: int, upload: str, parts_at: PartsAt) -> Response:
    """Take a part of a file; the last one makes the file whole."""
    offset = request.args.get("offset", "", type=str)
    if not offset.isascii() or not offset.isdigit() or len(offset) > 12:
        return told(422, error=_("We could not read that request"))
    try:
        standing = _finished(link, _added(link, upload, int(offset), request.stream))
    except receiving.Elsewhere as elsewhere:
        return told(409, **_standing(elsewhere.standing, parts_at))
    except receiving.Refused as refused:
        return told(422, error=sentence_for(refused.why, place().limits))
    except MissingError:
        return told(404, error=_("Not sent: we no longer have the beginning of this file. Choose it again."))
    return told(200, **_standing(standing, parts_at))


def taken(link: int, file: Any) -> str | None:
    """Take one file of a form; return why not, with its name."""
    here, size = place(), file.stream.seek(0, 2)
    try:
        begun_ = receiving.begin(link, receiving.Offered(file.filename or "", size, 0), here, now())
        file.stream.seek(begun_.received)
        _finished(link, begun_ if begun_.is_whole else _added(link, begun_.key, begun_.received, file.stream))
    except receiving.Refused as refused:
        return ": ".join(part for part in (file.filename, sentence_for(refused.why, here.limits)) if part)
    except receiving.TooMany:
        return str(_("Not sent: too many files at once. Wait a few minutes, then send the rest."))
    return None


def told(status: int, **said: Any) -> Response:
    """Return an answer for the script."""
    return private(make_response(jsonify(**said), status))


def private(response: Response) -> Response:
    """Return an answer that no browser keeps, and whose address no other site learns."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _added(link: int, key: str, offset: int, stream: Any) -> receiving.Standing:
    """Add a part; it is taken in before anything is locked, for it may come slowly."""
    here = place()
    part = here.parts.take(stream)
    try:
        return receiving.add_part(link, key, offset, part, here, now())
    finally:
        part.unlink(missing_ok=True)


def _finished(link: int, standing: receiving.Standing) -> receiving.Standing:
    if standing.is_whole and not standing.done:
        receiving.finish(link, standing.key, place(), now())
        return receiving.Standing(standing.key, standing.size, standing.size, done=True)
    return standing


def _offered() -> receiving.Offered:
    def whole(name: str) -> int:
        text = request.form.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 17 else 0

    return receiving.Offered(request.form.get("name", ""), whole("size"), whole("modified"))


def _standing(standing: receiving.Standing, parts_at: PartsAt) -> dict[str, Any]:
    return {"offset": standing.received, "done": standing.done, "parts": parts_at(standing.key)}


def _too_many(seconds: int) -> Response:
    response = told(429, error=_("Not sent: too many files at once. Wait a few minutes, then send the rest."))
    response.headers["Retry-After"] = str(seconds)
    return response
