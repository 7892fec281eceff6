"""What a closing does to open promises: which limits and which planned days move, and from what to what (R6, R9).

A promise moves only later, and only while it can still be kept: closing a day mends nothing that is broken, and a
day that counts again takes nothing back that was promised.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from projectie.clock.workdays import DAY, Calendar, add_working_time, working_time_between
from projectie.clock.zone import local
from projectie.terms.figures import ClosedDay, Text
from projectie.tickets.planning_promises import Span, after_closing
from projectie.tickets.promises import ResponsePromise


@dataclass(frozen=True, slots=True)
class Change:
    """Days to close and days to open again, decided together; `proposed`: the year whose holidays they are."""

    close: tuple[ClosedDay, ...] = ()
    reopen: tuple[date, ...] = ()
    proposed: int | None = None

    def applied(self, calendar: Calendar) -> Calendar:
        """Return the working days as they are afterwards."""
        kept: Mapping[date, Text] = {d: name for d, name in calendar.closed.items() if d not in self.reopen}
        closed = {**kept, **{one.day: one.name for one in self.close}}
        return Calendar(calendar.zone, calendar.working_weekdays, closed)

    def within(self, first: date, last: date) -> tuple[ClosedDay, ...]:
        """Return the days it closes between those two, which are why something moves."""
        return tuple(one for one in sorted(self.close, key=lambda one: one.day) if first <= one.day <= last)


@dataclass(frozen=True, slots=True)
class Open:
    """A ticket with promises that are not kept yet."""

    number: int
    subject: str
    client: str
    opened_at: datetime
    response: ResponsePromise | None
    planning: Span | None


@dataclass(frozen=True, slots=True)
class Move:
    """What moves on one ticket, and the closed days that are the reason."""

    ticket: Open
    response: ResponsePromise | None
    planning: Span | None
    because: tuple[ClosedDay, ...]


def move_of(ticket: Open, change: Change, calendar: Calendar, now: datetime) -> Move | None:
    """Return what the change moves on a ticket; None when everything stays."""
    after, today = change.applied(calendar), local(now, calendar.zone).date()
    response = response_after(ticket, calendar, after, now)
    planning = after_closing(ticket.planning, today, calendar, after) if ticket.planning else None
    if response is None and planning is None:
        return None
    because = change.within(*_days_between(ticket, response, planning, calendar, today))
    return Move(ticket, response, planning, because)


def response_after(ticket: Open, before: Calendar, after: Calendar, now: datetime) -> ResponsePromise | None:
    """Return the promise of a first answer with the same working time by the new days; None when it stays.

    One that has passed stays: it was broken. It never becomes earlier: the client was told a moment.
    """
    promise = ticket.response
    if promise is None or promise.by <= now:
        return None
    from_, by = (_moved(ticket.opened_at, moment, before, after) for moment in (promise.from_, promise.by))
    return ResponsePromise(from_, by) if by > promise.by else None


def _moved(opened: datetime, moment: datetime, before: Calendar, after: Calendar) -> datetime:
    return max(moment, add_working_time(opened, working_time_between(opened, moment, before), after))


def _days_between(
    ticket: Open, response: ResponsePromise | None, planning: Span | None, calendar: Calendar, today: date
) -> tuple[date, date]:
    """Return the days among which the reason lies."""
    firsts, lasts = [], []
    if response is not None:
        firsts.append(local(ticket.opened_at, calendar.zone).date())
        lasts.append(local(response.by, calendar.zone).date())
    if planning is not None and planning.first and ticket.planning and ticket.planning.first:
        firsts.append(max(ticket.planning.first, today))
        lasts.append(planning.first - DAY)
    return min(firsts), max(lasts)


def moves_of(tickets: Iterable[tuple[Open, Calendar]], change: Change, now: datetime) -> tuple[Move, ...]:
    """Return what the change moves, in the order of the tickets."""
    if not change.close:
        return ()
    moves = (move_of(ticket, change, calendar, now) for ticket, calendar in tickets)
    return tuple(move for move in moves if move is not None)
