"""What people type where a figure belongs: read when it can only mean one thing, else not at all."""

import re
from datetime import time

_WHOLE = re.compile(r"\d{1,9}")
_AMOUNT = re.compile(r"€?\s*(\d{1,7})(?:[.,](\d{1,2}))?")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::00)?")


def whole(text: str) -> int | None:
    """Return a whole number, or None."""
    found = _WHOLE.fullmatch(text.strip()) if text.isascii() else None
    return int(found[0]) if found else None


def cents(text: str) -> int | None:
    """Return an amount of euros in cents, with a comma or a point before the cents; or None."""
    found = _AMOUNT.fullmatch(text.strip(), re.ASCII) if _is_plain(text) else None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None


def clock(text: str) -> time | None:
    """Return a time of day such as 9:30, or None."""
    found = _CLOCK.fullmatch(text.strip()) if text.isascii() else None
    return time(int(found[1]), int(found[2])) if found else None


def _is_plain(text: str) -> bool:
    return text.replace("€", "").replace("\xa0", " ").isascii()
