"""Bytes for a browser: streamed, in parts where it asks for parts, and never run."""

import re
from urllib.parse import quote

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import parse_range_header

from projectie.mail.blob_reader import BlobReader
from projectie.mail.blobs import BlobStore

INLINE = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"))
IMAGES = INLINE - {"text/plain"}
_RUNS = re.compile(r"html|xml|svg|script|flash|^multipart/|^message/|^text/(?!plain$|csv$|calendar$|vcard$)")


def handed_out(blobs: BlobStore, digest: str, kind: str, filename: str, *, inline: bool) -> Response:
    """Return a blob as an answer; its hash is its tag, so that a part never comes from another file."""
    size = blobs.size(digest)
    response = Response(BlobReader(blobs, digest), direct_passthrough=True)
    response.content_length = size
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = _disposition(filename, inline=inline)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.set_etag(digest)
    try:
        response.make_conditional(_asked(), accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        return Response(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    return response


def kind_of(content_type: str) -> tuple[str, bool]:
    """Return as what an attachment is handed out, and whether a browser may show it itself."""
    if content_type in INLINE:
        return content_type, True
    return ("application/octet-stream" if _RUNS.search(content_type) else content_type), False


def _asked() -> dict[str, str]:
    """Return the request as it counts here: several parts at once, or none we understand, are the whole."""
    asked = dict(request.environ)
    wanted = parse_range_header(request.headers.get("Range"))
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        asked.pop("HTTP_RANGE", None)
    return asked


def _disposition(filename: str, *, inline: bool) -> str:
    plain = filename.encode("ascii", "replace").decode()
    plain = re.sub(r'["\\?%\x00-\x1f\x7f]', "_", plain)
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
