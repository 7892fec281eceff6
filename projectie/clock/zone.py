"""Between UTC and the wall clock of a place, on the two nights a year when they quarrel as well.

In spring an hour of the wall clock does not exist, in autumn one exists twice. Working time is counted
by the wall clock (R6), so here the wall is read as a clock that never runs backwards: an hour that exists
twice counts once, the first time, and an hour that does not exist passes in the moment it is skipped.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment as people say it; without a time it is the end of that day."""

    day: date
    at: time | None


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return that moment in local time; ValueError if the moment does not know its zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone could be any moment.")
    return moment.astimezone(zone)


def zone_name(moment: datetime, zone: ZoneInfo) -> str:
    """Return what the zone is called at that moment: CET in winter, CEST in summer."""
    return local(moment, zone).tzname() or zone.key


def deadline(moment: datetime, zone: ZoneInfo) -> Deadline:
    """Return the local day and time to name to a person; midnight is the end of the day before."""
    there = local(moment, zone)
    if there.time() == time.min:
        return Deadline(there.date() - timedelta(days=1), None)
    return Deadline(there.date(), there.time())


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the wall clock (naive) at that moment, standing still while an hour passes a second time."""
    there = local(moment, zone)
    if not there.fold:
        return there.replace(tzinfo=None)
    first = there.replace(fold=0)
    change = _change(first, there, zone)
    return (change + (first.utcoffset() or timedelta())).replace(tzinfo=None)


def moment_of(reading: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment (UTC) at which the wall clock shows that reading or has passed it."""
    moment = reading.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == reading:
        return moment
    return _change(reading.replace(tzinfo=zone, fold=1), reading.replace(tzinfo=zone), zone)


def passings(reading: datetime, zone: ZoneInfo) -> int:
    """Return how often the wall clock shows that reading: once, but not at all or twice where its hour changes."""
    first, second = (reading.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != reading:
        return 0
    return 1 if first == second else 2


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment (UTC) between those two at which the zone changes its clocks."""
    seconds = range(int(before.timestamp()), int(after.timestamp()) + 1)
    old = before.astimezone(UTC).astimezone(zone).utcoffset()
    steps = bisect_left(seconds, True, key=lambda at: datetime.fromtimestamp(at, zone).utcoffset() != old)
    return datetime.fromtimestamp(seconds[0] + steps, UTC)
