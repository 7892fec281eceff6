"""Lengths of time as people type them: `4u`, `4h`, `0:30`, `90` (minutes), `1u30`, `2 uur`."""

import re
from datetime import timedelta

HOUR = 60  # minutes
LONGEST = timedelta(days=366) // timedelta(minutes=1)  # no promise is longer than a year
_CLOCK = re.compile(r"(\d{1,5}):([0-5]\d)", re.ASCII)
_HOURS = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?\s*(?:u|uur|uren|h|hr|hrs|hour|hours)\.?", re.ASCII)
_BOTH = re.compile(r"(\d{1,5})\s*(?:u|uur|h|hr|hrs|hours?)\.?\s*(\d{1,2})\s*(?:m|min|minuten|minutes)?\.?")
_MINUTES = re.compile(r"(\d{1,6})\s*(?:m|min|mins|minuut|minuten|minutes?)?\.?", re.ASCII)


def minutes_in(typed: str) -> int:
    """Return the minutes that were typed; zero is for the caller to refuse. ValueError when it is no length of time."""
    text = typed.strip().lower()
    if found := _CLOCK.fullmatch(text):
        return int(found[1]) * HOUR + int(found[2])
    if found := _HOURS.fullmatch(text):
        part = int(found[2].ljust(2, "0")) if found[2] else 0
        return int(found[1]) * HOUR + round(part * HOUR / 100)
    if found := _BOTH.fullmatch(text):
        return int(found[1]) * HOUR + int(found[2])
    if found := _MINUTES.fullmatch(text):
        return int(found[1])
    raise ValueError("no length of time")


def as_typed(minutes: int | None) -> str:
    """Return minutes as they are typed in both languages: 4:00, 0:30; nothing for none."""
    return "" if minutes is None else f"{minutes // HOUR}:{minutes % HOUR:02d}"
