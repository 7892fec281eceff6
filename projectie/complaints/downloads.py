"""Files of what is sealed: hostile or not, they are handed over as downloads and never shown."""

from flask import Response
from werkzeug.http import dump_options_header


def download(name: str, content: bytes) -> Response:
    """Return a file to keep, whatever it says it is."""
    response = Response(content, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename": name})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
