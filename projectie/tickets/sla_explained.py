"""Why a clock of an SLA is due when it is: which hours of which day counted, and why others did not (R10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from projectie.clock.counting import elapsed
from projectie.clock.phone import PhoneHours
from projectie.clock.workdays import DAY
from projectie.clock.zone import local, moment_of
from projectie.contracts.sla import Counts
from projectie.terms.figures import Text
from projectie.tickets.sla import Clock

MOST_DAYS = 62  # to show; a longer promise is summed up


class Why(StrEnum):
    """Why a day counted less than it could."""

    COUNTED = "counted"
    PAUSED = "paused"  # the ticket waited for the client, all day or part of it
    NO_PHONE = "no_phone"  # not one of the days on which the phone is answered
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One local day: the minutes that counted, and why it were not more."""

    day: date
    minutes: int
    why: Why
    name: Text | None = None  # of the closed day


def explained(clock: Clock, end: datetime, counts: Counts, hours: PhoneHours) -> tuple[CountedDay, ...]:
    """Return the days from the start of a clock to that moment, in order; the first so many of very many."""
    return tuple(_counted(clock, start, until, counts, hours) for start, until in _days(clock, end, hours))


def _days(clock: Clock, end: datetime, hours: PhoneHours) -> Iterator[tuple[datetime, datetime]]:
    zone, since = hours.days.zone, clock.start
    for _number in range(MOST_DAYS):
        if since >= end:
            return
        tomorrow = datetime.combine(local(since, zone).date() + DAY, time.min)
        until = min(moment_of(tomorrow, zone), end)
        yield since, until
        since = until


def _counted(clock: Clock, start: datetime, until: datetime, counts: Counts, hours: PhoneHours) -> CountedDay:
    day = local(start, hours.days.zone).date()
    worked = elapsed(start, until, clock.pauses, clock.counting)
    full = elapsed(start, until, (), clock.counting)
    minutes = worked // timedelta(minutes=1)
    if worked < full:
        return CountedDay(day, minutes, Why.PAUSED)
    if counts is Counts.PHONE and not full and not hours.days.is_working_day(day):
        name = hours.days.closed.get(day)
        return CountedDay(day, minutes, Why.CLOSED if name else Why.NO_PHONE, name)
    return CountedDay(day, minutes, Why.COUNTED)
