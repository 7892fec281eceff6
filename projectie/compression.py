"""Smaller answers for the embedded server; a proxy in front may do it instead."""

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

from projectie.slimming import lean, slim

WORTH = 1000  # bytes; below this the header costs more than it saves
TEXT = ("text/", "application/json", "application/javascript", "image/svg+xml")


def init(app: Flask) -> None:
    """Compress text for browsers that take gzip."""

    @app.after_request
    def compress(response: Response) -> Response:
        if not _may_compress(response):
            return response
        if request.endpoint == "static":
            path = Path(app.static_folder or "") / (request.view_args or {})["filename"]
            body = packed(path, path.stat().st_mtime_ns)
            response.close()  # the file itself is not sent, so nobody else would close it
        else:
            body = gzip.compress(response.get_data(), 5, mtime=0)
        response.direct_passthrough = False
        response.set_data(body)
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        return response


def _may_compress(response: Response) -> bool:
    return (
        response.status_code == 200
        and (
            request.endpoint == "static" or not response.direct_passthrough
        )  # streamed, and asked for in parts
        and request.accept_encodings.quality("gzip") > 0
        and "Content-Encoding" not in response.headers
        and (response.mimetype or "").startswith(TEXT)
        and response.mimetype != "text/event-stream"
        and (response.content_length or 0) > WORTH
    )


@lru_cache(maxsize=256)
def packed(path: Path, changed: int) -> bytes:
    """Return a static file as it is sent to whoever takes gzip."""
    del changed  # part of the key: a new file is packed anew
    body = path.read_bytes()
    if path.suffix == ".css":
        body = slim(body.decode()).encode()
    elif path.suffix == ".js" and path.parent.name == "static":
        body = lean(body.decode()).encode()
    return gzip.compress(body, 9, mtime=0)
