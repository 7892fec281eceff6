"""How the desk can be reached at a moment, and what it promises to whoever mails then (R6)."""

from dataclasses import dataclass
from datetime import datetime

from projectie.clock.explanation import CountedDay, explain
from projectie.clock.phone import PhoneHours, is_open, next_closing, next_opening
from projectie.clock.workdays import Calendar
from projectie.clock.zone import local, zone_name
from projectie.terms.figures import Figures
from projectie.tickets.promises import ResponsePromise, response_promise


@dataclass(frozen=True, slots=True)
class Said:
    """A moment as one says it now: how many days ahead (0 is today), and what the zone is called then."""

    moment: datetime
    ahead: int
    zone: str


@dataclass(frozen=True, slots=True)
class Phone:
    """Until when the phone is answered (None: it is not), and from when again."""

    until: Said | None
    again: Said


@dataclass(frozen=True, slots=True)
class Answer:
    """When a request that is mailed now is answered, and the days that were counted for it."""

    promise: ResponsePromise
    counted: tuple[CountedDay, ...]
    zone: str  # as it is called at the last moment

    @property
    def minutes(self) -> int:
        """Return the counted time, in minutes."""
        return sum(day.minutes for day in self.counted)


def phone(now: datetime, figures: Figures, calendar: Calendar) -> Phone:
    """Return how the phone stands at that moment."""
    hours = PhoneHours.of(figures, calendar)
    until = _said(next_closing(now, hours), now, calendar) if is_open(now, hours) else None
    return Phone(until, _said(next_opening(now, hours), now, calendar))


def answer(now: datetime, figures: Figures, calendar: Calendar) -> Answer:
    """Return what is promised to a request that arrives at that moment, and why (R6)."""
    promise = response_promise(now, figures, calendar)
    return Answer(promise, explain(now, promise.by, calendar), zone_name(promise.by, calendar.zone))


def _said(moment: datetime, now: datetime, calendar: Calendar) -> Said:
    there, here = local(moment, calendar.zone).date(), local(now, calendar.zone).date()
    return Said(moment, (there - here).days, zone_name(moment, calendar.zone))
