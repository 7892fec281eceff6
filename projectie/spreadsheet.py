"""Tables as CSV, for a spreadsheet: no cell is read as a formula, and it opens in the reader's own program at once."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from projectie.cells import SEPARATORS, cell


def cents(value: int, language: str) -> str:
    """Return an amount as a number that the reader's spreadsheet adds up."""
    whole, rest = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole}{',' if language == 'nl' else '.'}{rest:02d}"


def sheet(head: Sequence[object], rows: Iterable[Sequence[object]], language: str) -> bytes:
    """Return a table as CSV, with a mark that tells Excel it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=SEPARATORS.get(language, ","), lineterminator="\r\n")
    for row in (head, *rows):
        writer.writerow([cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def download(content: bytes, name: str, mimetype: str) -> Response:
    """Return a file to keep; nothing of it stays in the browser."""
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
