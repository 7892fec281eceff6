"""Tables for other programs (CSV): no cell is taken for a formula, whatever somebody typed."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from flask import Response

_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """Return a value as a cell; what a spreadsheet would run gets a quote in front, numbers apart."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def sheet(name: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> Response:
    """Return a table to save under that name."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([[cell(value) for value in row] for row in (head, *rows)])
    response = Response(text.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
