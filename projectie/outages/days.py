"""How a part fared day by day: the worst of a day is what the day was. Pure: time is handed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAYS = 90  # shown, today included
_MOMENT = timedelta(microseconds=1)


class Level(StrEnum):
    """What a day was like, the best first."""

    GOOD = "good"
    MAINTENANCE = "maintenance"
    SLOW = "slow"
    PARTLY = "partly"
    DOWN = "down"


RANK = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something that lasted from one moment to another; without an end it goes on."""

    level: Level
    title: str
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Day:
    """A local day: the worst it was, and what happened."""

    day: date
    level: Level
    titles: tuple[str, ...] = ()


def first_day(today: date) -> date:
    """Return the first of the days shown."""
    return today - timedelta(days=DAYS - 1)


def day_by_day(stretches: Iterable[Stretch], now: datetime, zone: ZoneInfo) -> tuple[Day, ...]:
    """Return the days shown in order, each with the worst that happened on it before that moment."""
    today = now.astimezone(zone).date()
    lasting = [(stretch, *_days_of(stretch, now, zone)) for stretch in stretches if stretch.start <= now]
    days = (first_day(today) + timedelta(days=place) for place in range(DAYS))
    return tuple(_day(day, [s for s, first, last in lasting if first <= day <= last]) for day in days)


def worst(levels: Iterable[Level]) -> Level:
    """Return the worst of them; good when there is none."""
    return max(levels, key=RANK.__getitem__, default=Level.GOOD)


def _day(day: date, stretches: list[Stretch]) -> Day:
    titles = dict.fromkeys(stretch.title for stretch in stretches)
    return Day(day, worst(stretch.level for stretch in stretches), tuple(titles))


def _days_of(stretch: Stretch, now: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """Return its first and last local day; what ends at midnight does not touch the next day."""
    end = min(stretch.end or now, now)
    last = max(end - _MOMENT, stretch.start)
    return stretch.start.astimezone(zone).date(), last.astimezone(zone).date()
