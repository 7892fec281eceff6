"""Time that stands still now and then: clocks pause while a ticket waits for its client (R10)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from projectie.clock.phone import PhoneHours, add_phone_time, phone_time_between
from projectie.clock.workdays import Calendar, add_working_time, working_time_between


@dataclass(frozen=True, slots=True)
class Counting:
    """One way in which time counts: how to add it and how to measure it."""

    add: Callable[[datetime, timedelta], datetime]
    between: Callable[[datetime, datetime], timedelta]


@dataclass(frozen=True, slots=True)
class Pause:
    """From `start` up to `end` nothing counts; a pause without an end is still going on."""

    start: datetime
    end: datetime | None = None


def by_working_days(calendar: Calendar) -> Counting:
    """Return the counting of the response promise (R6)."""
    return Counting(
        partial(add_working_time, calendar=calendar), partial(working_time_between, calendar=calendar)
    )


def by_phone_hours(hours: PhoneHours) -> Counting:
    """Return the counting of an SLA in phone hours (R10)."""
    return Counting(partial(add_phone_time, hours=hours), partial(phone_time_between, hours=hours))


def _always(start: datetime, end: datetime) -> timedelta:
    return max(end - start, timedelta())


ROUND_THE_CLOCK = Counting(lambda start, amount: start + amount, _always)  # R10, 24 × 7


def elapsed(start: datetime, end: datetime, pauses: Iterable[Pause], counting: Counting) -> timedelta:
    """Return the time that counted from `start` to `end`, pauses left out, however they overlap."""
    total, since = timedelta(), start
    for pause in _in_order(pauses):
        total += counting.between(since, min(pause.start, end))
        if pause.end is None:
            return total
        since = max(since, pause.start, pause.end)
    return total + counting.between(since, end)


def due(start: datetime, amount: timedelta, pauses: Iterable[Pause], counting: Counting) -> datetime | None:
    """Return the moment (UTC) at which `amount` has counted since `start`; None while the clock stands."""
    since, left = start, amount
    for pause in _in_order(pauses):
        moment = counting.add(since, left)
        if moment <= pause.start:
            return moment
        if pause.end is None:
            return None
        left -= counting.between(since, pause.start)
        since = max(since, pause.start, pause.end)
    return counting.add(since, left)


def _in_order(pauses: Iterable[Pause]) -> list[Pause]:
    return sorted(pauses, key=lambda pause: pause.start)
