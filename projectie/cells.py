"""Cells of tables for other programs (CSV): whatever somebody typed, no spreadsheet runs it (contracts.md)."""

import re

SEPARATORS = {"nl": ";", "en": ","}  # Dutch spreadsheets write decimals with the comma
_RUNS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*")


def cell(value: object) -> str:
    """Return a value as a cell: what a spreadsheet would run gets an apostrophe before it, numbers apart."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_RUNS) and not _NUMBER.fullmatch(text) else text
