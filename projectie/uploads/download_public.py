"""The page behind a download link: whoever has it fetches the files of one reply; opening it changes nothing (R35)."""

from flask import Response, abort, current_app

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import public
from projectie.pages import page
from projectie.tickets.downloads import Handed, opened
from projectie.tickets.handing_out import handed_out, kind_of
from projectie.uploads.sending import private

NL, EN = "/nl/downloads/<token>", "/en/downloads/<token>"


@public.bilingual(nl=NL, en=EN, endpoint="download")
def download(token: str) -> Response:
    """Show the files."""
    handed = _behind(token)
    if handed is None:
        return private(page("uploads/download_closed.html", 404))
    return private(page("uploads/download.html", handed=handed, token=token))


@public.bilingual(nl=f"{NL}/<int:file>", en=f"{EN}/<int:file>", endpoint="download_file")
def download_file(token: str, file: int) -> Response:
    """Hand one of them out; a browser that was cut off goes on where it stopped."""
    handed = _behind(token) or abort(404)
    asked = next((one for one in handed.files if one.id == file), None) or abort(404)
    if not asked.sha256:
        abort(410)  # erased, or no longer kept (AVG)
    blobs = current_app.extensions["projectie.blobs"]
    return handed_out(blobs, asked.sha256, kind_of(asked.content_type)[0], asked.filename, inline=False)


def _behind(token: str) -> Handed | None:
    return opened(db.session(), token, current_app.config["SECRET_KEY"], now())
