"""The moments of an offer as they are chosen from: by day on the reader's calendar, in both zones where they differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from projectie.calls.slots import Moment
from projectie.calls.zones import city, differ


@dataclass(frozen=True, slots=True)
class Choice:
    """A moment to choose: its value in the form, the time on the reader's clock, and on the studio's where it differs."""

    value: str
    day: date
    own: str
    studio: str

    @property
    def id(self) -> str:
        """The name of its control on the page."""
        return "at-" + "".join(each for each in self.value[:16] if each.isdigit())


@dataclass(frozen=True, slots=True)
class Day:
    """The moments of one day."""

    day: date
    choices: tuple[Choice, ...]


def choice(starts: datetime, zone: str, studio: str) -> Choice:
    """Return one moment as it is chosen."""
    there = starts.astimezone(ZoneInfo(zone))
    here = starts.astimezone(ZoneInfo(studio))
    beside = f"{here:%H:%M} {city(studio)}" if differ(starts, zone, studio) else ""
    return Choice(starts.isoformat(), there.date(), f"{there:%H:%M}", beside)


def by_day(moments: Iterable[Moment], zone: str, studio: str) -> list[Day]:
    """Return the days that have moments, in order."""
    days: dict[date, list[Choice]] = {}
    for moment in moments:
        found = choice(moment.starts, zone, studio)
        days.setdefault(found.day, []).append(found)
    return [Day(day, tuple(choices)) for day, choices in days.items()]
