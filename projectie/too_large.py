"""What was typed in a form whose files are too large to be read at all: the texts that stand before them."""

from collections.abc import Iterator

from flask import Request
from werkzeug.sansio.multipart import Data, Field, File, MultipartDecoder, NeedData

from projectie.kept_forms import NEVER, PASSING, is_typed

LONGEST = 1_000_000  # bytes that are looked at
CHUNK = 65_536


def typed(request: Request) -> list[str]:
    """Return what its writer recognises as theirs, in the order of the form; nothing where that cannot be read."""
    if request.mimetype != "multipart/form-data" or "boundary" not in request.mimetype_params:
        return []
    try:
        fields = [(name, text.strip()) for name, text in _fields(request)]
    except (ValueError, OSError):
        return []
    if any(NEVER.fullmatch(name) for name, _ in fields):
        return []
    return [text for name, text in fields if name not in PASSING and is_typed(text)]


def _fields(request: Request) -> Iterator[tuple[str, str]]:
    decoder = MultipartDecoder(request.mimetype_params["boundary"].encode())
    stream, left = request.environ["wsgi.input"], LONGEST
    name, text = "", b""
    while left > 0:
        event = decoder.next_event()
        if isinstance(event, File):
            return
        if isinstance(event, NeedData):
            chunk = stream.read(CHUNK)
            left -= len(chunk) or left
            decoder.receive_data(chunk or None)
        elif isinstance(event, Field):
            name, text = event.name, b""
        elif isinstance(event, Data):
            text += event.data
            if not event.more_data:
                yield name, text.decode("utf-8", "replace")
