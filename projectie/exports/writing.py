"""A list as an answer: CSV in the reader's language, streamed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice
from typing import Any, TypeVar

from flask import Response, stream_with_context
from flask_babel import gettext as _

from projectie.context import today, zone
from projectie.exports.csv_rules import lines
from projectie.language import language
from projectie.listing import Listing

BATCH = 500
T = TypeVar("T")
MOST = 50_000  # rows of one file: a spreadsheet holds more, nobody reads it


def written(name: str, head: Sequence[str], rows: Iterable[Iterable[Any]]) -> Response:
    """Return the list as a file to keep; `name` is in the reader's language."""
    reader, where, day = language(), zone(), today()
    body = stream_with_context(_encoded(lines(head, rows, reader, where)))
    response = Response(body, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{day.isoformat()}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def limited(rows: Iterable[T]) -> Iterable[T]:
    """Return as many rows as one file holds."""
    return islice(rows, MOST)


def paged(page: Callable[[int], Listing[T]]) -> Iterator[T]:
    """Yield the rows of all pages of a list."""
    for number in count(1):
        listing = page(number)
        yield from listing.rows
        if not listing.more:
            return


def yes_no(value: object) -> str:
    """Return yes or no."""
    return str(_("yes") if value else _("no"))


def _encoded(found: Iterator[str]) -> Iterator[bytes]:
    """Join lines into pieces: a line at a time is a packet at a time."""
    held: list[str] = []
    for line in found:
        held.append(line)
        if len(held) >= BATCH:
            yield "".join(held).encode()
            held = []
    yield "".join(held).encode()
