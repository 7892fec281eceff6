"""Time as people type it: 25, 0:25, 1h, 1,5u, 1u15; whole minutes come out."""

import re
from fractions import Fraction

HOUR = 60
MOST_MINUTES = 1440  # of one piece: it lies on one day
_WHOLE = re.compile(r"^(\d{1,6})(?:\s*(?:m|min|minuut|minuten|minutes?))?\.?$", re.ASCII)
_CLOCK = re.compile(r"^(\d{1,6}):([0-5]\d)$", re.ASCII)
_HOURS = re.compile(
    r"^(\d{1,6})(?:[.,](\d{1,4}))?\s*(?:u|uur|uren|h|hr|hrs|hours?)\s*(?:([0-5]?\d)\s*(?:m|min)?)?$",
    re.ASCII,
)


class Mistyped(ValueError):  # noqa: N818 (a refusal that the form words)
    """It is no time that can be booked; `too_long`: it is one, of more than a day."""

    def __init__(self, *, too_long: bool = False) -> None:
        super().__init__("too long" if too_long else "no time")
        self.too_long = too_long


def minutes_in(typed: str) -> int:
    """Return the minutes that were typed; raise Mistyped for what is none, for part of a minute, or more than a day."""
    text = typed.strip().casefold()
    minutes = _read(text)
    if minutes.denominator != 1 or minutes <= 0:
        raise Mistyped
    if minutes > MOST_MINUTES:
        raise Mistyped(too_long=True)
    return int(minutes)


def _read(text: str) -> Fraction:
    if found := _WHOLE.match(text):
        return Fraction(found[1])
    if found := _CLOCK.match(text):
        return Fraction(found[1]) * HOUR + int(found[2])
    if found := _HOURS.match(text):
        if found[2] and found[3]:
            raise Mistyped
        return Fraction(f"{found[1]}.{found[2] or 0}") * HOUR + int(found[3] or 0)
    raise Mistyped
