"""Tables as CSV, for a spreadsheet: no cell is read as a formula, and it opens in the reader's own program at once."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from flask import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_BETWEEN = {"nl": ";", "en": ","}  # Dutch spreadsheets write decimals with the comma


def cell(value: object) -> str:
    """Return a value as a cell: what a spreadsheet would run gets an apostrophe before it, numbers apart."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def cents(value: int, language: str) -> str:
    """Return an amount as a number that the reader's spreadsheet adds up."""
    whole, rest = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole}{',' if language == 'nl' else '.'}{rest:02d}"


def sheet(head: Sequence[object], rows: Iterable[Sequence[object]], language: str) -> bytes:
    """Return a table as CSV, with a mark that tells Excel it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=_BETWEEN.get(language, ","), lineterminator="\r\n")
    for row in (head, *rows):
        writer.writerow([cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def download(content: bytes, name: str, mimetype: str) -> Response:
    """Return a file to keep; nothing of it stays in the browser."""
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
