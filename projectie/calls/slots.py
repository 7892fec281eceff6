"""Which moments can be offered for a call (R11): on the grid, in phone hours, after notice, never beside another call.

A moment is offered by whom it suits: in their own hours, not on leave, and with a buffer around what they have.
Everything is reckoned in UTC; the grid and the hours are those of the studio's wall clock. An hour that is skipped
offers nothing, and of an hour that exists twice only the first passing is offered, for its name says no more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from projectie.clock.phone import PhoneHours
from projectie.clock.workdays import DAY, Calendar, add_working_time
from projectie.clock.zone import local, moment_of


@dataclass(frozen=True, slots=True)
class CallFigures:
    """How the studio takes calls; minutes, and days as they are named."""

    grid: int
    length: int
    buffer: int
    notice_working_days: int
    days_ahead: int  # calendar days, from today

    def __post_init__(self) -> None:
        """Refuse figures that offer nothing with a ValueError."""
        if min(self.grid, self.length, self.days_ahead) < 1 or min(self.buffer, self.notice_working_days) < 0:
            raise ValueError("A call needs a grid, a length and days ahead above zero.")


@dataclass(frozen=True, slots=True)
class Busy:
    """What a colleague has already, from its beginning up to its end."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who takes calls: their hours of a weekday (none given: the phone hours), days away, and what they have."""

    id: int
    hours: Mapping[int, tuple[time, time]] | None = field(default=None, hash=False)
    away: Collection[date] = field(default=frozenset(), hash=False)
    busy: Collection[Busy] = field(default=(), hash=False)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that can be picked, and whom it suits."""

    starts: datetime
    ends: datetime
    suits: tuple[int, ...]


class Fault(StrEnum):
    """Why a moment cannot be had."""

    PAST = "past"
    NOTICE = "notice"  # sooner than the notice
    FAR = "far"  # further ahead than is offered
    OFF_GRID = "off_grid"
    CLOSED = "closed"  # outside phone hours, on a closed day, in an hour that is skipped
    TAKEN = "taken"  # nobody is free (any more)


@dataclass(frozen=True, slots=True)
class Offer:
    """All that decides which moments there are."""

    figures: CallFigures
    hours: PhoneHours
    working: Calendar
    colleagues: tuple[Colleague, ...]

    def earliest(self, now: datetime) -> datetime:
        """Return the end of the notice: so many working days from now, each counting its full 24 hours as in R6."""
        return add_working_time(now, DAY * self.figures.notice_working_days, self.working)

    def moments(self, now: datetime) -> Iterator[Moment]:
        """Yield every moment that suits somebody, in order."""
        first, earliest = local(now, self.hours.days.zone).date(), self.earliest(now)
        for day in (first + DAY * ahead for ahead in range(self.figures.days_ahead + 1)):
            for starts in self._grid(day):
                if starts >= earliest and (suits := self.suits(starts)):
                    yield Moment(starts, starts + self._length, suits)

    def suits(self, starts: datetime) -> tuple[int, ...]:
        """Return whom a moment suits, nobody for one outside the hours."""
        return tuple(each.id for each in self.colleagues if self._can(each, starts))

    def fault(self, starts: datetime, now: datetime) -> Fault | None:
        """Return why that moment cannot be had; None when it can."""
        day = local(starts, self.hours.days.zone).date()
        if starts <= now:
            return Fault.PAST
        if (day - local(now, self.hours.days.zone).date()).days > self.figures.days_ahead:
            return Fault.FAR
        if not self._on_grid(starts):
            return Fault.OFF_GRID
        if starts not in self._grid(day):
            return Fault.CLOSED
        if starts < self.earliest(now):
            return Fault.NOTICE
        return None if self.suits(starts) else Fault.TAKEN

    def _on_grid(self, starts: datetime) -> bool:
        there = local(starts, self.hours.days.zone)
        return not (there.second or there.microsecond or (there.hour * 60 + there.minute) % self.figures.grid)

    def _grid(self, day: date) -> list[datetime]:
        """Return the moments of a day at which a call fits in the phone hours."""
        if not self.hours.days.is_working_day(day):
            return []
        last = day if self.hours.opens < self.hours.closes else day + DAY
        until = moment_of(datetime.combine(last, self.hours.closes), self.hours.days.zone)
        found = (self._at(reading) for reading in self._readings(day, last))
        return [starts for starts in found if starts is not None and starts + self._length <= until]

    def _readings(self, day: date, last: date) -> Iterator[datetime]:
        step, reading = timedelta(minutes=self.figures.grid), datetime.combine(day, time.min)
        while reading < datetime.combine(last, self.hours.closes):
            if reading >= datetime.combine(day, self.hours.opens):
                yield reading
            reading += step

    def _at(self, reading: datetime) -> datetime | None:
        """Return the moment of a reading of the wall clock; None in an hour that is skipped."""
        moment = moment_of(reading, self.hours.days.zone)
        return moment if local(moment, self.hours.days.zone).replace(tzinfo=None) == reading else None

    def _can(self, colleague: Colleague, starts: datetime) -> bool:
        there = local(starts, self.hours.days.zone)
        if there.date() in colleague.away or not self._at_work(colleague, there):
            return False
        buffer, ends = timedelta(minutes=self.figures.buffer), starts + self._length
        return all(ends + buffer <= busy.starts or starts >= busy.ends + buffer for busy in colleague.busy)

    def _at_work(self, colleague: Colleague, there: datetime) -> bool:
        if colleague.hours is None:
            return True
        if there.weekday() not in colleague.hours:
            return False
        begins, stops = colleague.hours[there.weekday()]
        ends = there.replace(tzinfo=None) + self._length
        return begins <= there.time() and ends <= datetime.combine(there.date(), stops)

    @property
    def _length(self) -> timedelta:
        return timedelta(minutes=self.figures.length)


def nearest(moments: Iterable[Moment], wanted: datetime, most: int = 3) -> list[Moment]:
    """Return the moments nearest to one that cannot be had, in order of time."""
    closest = sorted(moments, key=lambda each: (abs(each.starts - wanted), each.starts))[:most]
    return sorted(closest, key=lambda each: each.starts)


def taker(moment: Moment, preferred: int | None, loads: Mapping[int, int]) -> tuple[int, bool]:
    """Return who takes the call and whether that is a stand-in (R11): whom the client prefers, else who has the fewest."""
    if preferred in moment.suits:
        assert preferred is not None
        return preferred, False
    return min(moment.suits, key=lambda each: (loads.get(each, 0), each)), preferred is not None
