"""A list as an answer: CSV in the reader's language, never held whole in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from flask import Response
from flask_babel import gettext as _

from projectie.context import today, zone
from projectie.exports.csv_rules import lines
from projectie.language import language
from projectie.listing import Listing

T = TypeVar("T")
MOST = 50_000  # rows of one file: a spreadsheet holds more, nobody reads it
IN_MEMORY = 1 << 20  # bytes; a longer list lies on disk until it is sent
PIECE = 1 << 16


def written(name: str, head: Sequence[str], rows: Iterable[Iterable[Any]]) -> Response:
    """Return the list as a file to keep.

    It is written out first: a reader with a slow line holds no database, and a list that breaks off is no list.
    """
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed once it is sent
    for line in lines(head, rows, language(), zone()):
        file.write(line.encode())
    size = file.tell()
    file.seek(0)
    response = Response(_pieces(file), mimetype="text/csv")
    response.content_length = size
    response.call_on_close(file.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{today().isoformat()}.csv"'
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


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
