"""What the status page says: what goes on, what is to come, and how each part fared; nothing confidential."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from projectie.clock.zone import moment_of
from projectie.outages.days import Day, Level, Stretch, day_by_day, first_day, worst
from projectie.outages.queries import Incident, Part, Work, incidents, parts, works


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part, how it is now, and its days; `troubled` are those on which something happened, the latest first."""

    part: Part
    now: Level
    days: tuple[Day, ...]
    troubled: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """The status page at one moment."""

    checked_at: datetime
    going_on: tuple[Incident, ...]
    at_work: tuple[Work, ...]
    planned: tuple[Work, ...]
    lines: tuple[PartLine, ...]
    past: tuple[Incident, ...]

    @property
    def all_well(self) -> bool:
        """Whether nothing is wrong now."""
        return not self.going_on


def status(session: Session, now: datetime, zone: ZoneInfo, language: str) -> Status:
    """Return the status at that moment, titles in that language; six statements."""
    first = first_day(now.astimezone(zone).date())
    since = moment_of(datetime.combine(first, time.min), zone)
    known, work = incidents(session, since=since), works(session, since=since)
    lines = [_line(part, known, work, now, zone, language) for part in parts(session, in_use=True)]
    return Status(
        checked_at=now,
        going_on=tuple(each for each in known if each.solved_at is None),
        at_work=tuple(each for each in work if each.starts_at <= now < each.ends_at),
        planned=tuple(each for each in work if each.starts_at > now),
        lines=tuple(lines),
        past=tuple(each for each in known if each.solved_at is not None),
    )


def _line(
    part: Part,
    known: Iterable[Incident],
    work: Iterable[Work],
    now: datetime,
    zone: ZoneInfo,
    language: str,
) -> PartLine:
    own = [
        *(
            Stretch(Level(each.severity.value), each.title.in_(language), each.started_at, each.solved_at)
            for each in known
            if part in each.parts
        ),
        *(
            Stretch(Level.MAINTENANCE, each.title.in_(language), each.starts_at, each.ends_at)
            for each in work
            if part in each.parts
        ),
    ]
    days = day_by_day(own, now, zone)
    troubled = tuple(day for day in reversed(days) if day.level is not Level.GOOD)
    return PartLine(part, worst(each.level for each in own if _lasts(each, now)), days, troubled)


def _lasts(stretch: Stretch, now: datetime) -> bool:
    return stretch.start <= now and (stretch.end is None or stretch.end > now)


def length(start: datetime, end: datetime) -> timedelta:
    """Return how long it lasted, in whole minutes, at least one."""
    minutes = max(round((end - start).total_seconds() / 60), 1)
    return timedelta(minutes=minutes)
