"""How a list is written as CSV: pure. Excel opens it as it is, in both languages, and runs nothing (contracts.md)."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from projectie import cells

BOM = "\ufeff"  # by which Excel knows that it is UTF-8
_DAY, _MOMENT = {"nl": "%d-%m-%Y", "en": "%d/%m/%Y"}, " %H:%M"


def cell(value: Any, language: str, zone: ZoneInfo) -> str:
    """Return a value as its reader writes it: days and moments in their order, in the studio's zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime(_DAY[language] + _MOMENT)
    if isinstance(value, date):
        return value.strftime(_DAY[language])
    return cells.cell(value)


def lines(head: Iterable[str], rows: Iterable[Iterable[Any]], language: str, zone: ZoneInfo) -> Iterator[str]:
    """Yield the lines of the file, one at a time: a long list is never held whole."""
    yield BOM + _line(map(cells.cell, head), language)
    for row in rows:
        yield _line((cell(value, language, zone) for value in row), language)


def _line(row: Iterable[str], language: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=cells.SEPARATORS[language], lineterminator="\r\n").writerow(list(row))
    return out.getvalue()
