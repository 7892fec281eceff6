"""What people type where a figure belongs: read when it can only mean one thing, else not at all."""

import re
from datetime import time

_WHOLE = re.compile(r"[0-9]{1,9}")
_AMOUNT = re.compile(r"€?\s*([0-9]{1,7})(?:[.,]([0-9]{1,2}))?")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::00)?")


def whole(text: str) -> int | None:
    """Return a whole number, or None."""
    found = _WHOLE.fullmatch(text.strip())
    return int(found[0]) if found else None


def cents(text: str) -> int | None:
    """Return an amount of euros in cents, with a comma or a point before the cents; or None."""
    found = _AMOUNT.fullmatch(text.strip())
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None


def clock(text: str) -> time | None:
    """Return a time of day such as 9:30, or None."""
    found = _CLOCK.fullmatch(text.strip())
    return time(int(found[1]), int(found[2])) if found else None
