"""The weeks ahead: what is promised in each, what fits, and what will not (R9).

A promise counts in the week in which it ends, or the last one before that in which the desk is open; one whose time
has passed still has to be done, and counts in the first week. Work of nobody in particular is done by whoever has room.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from projectie.clock.weeks import Week
from projectie.clock.workdays import DAY, Calendar
from projectie.planning.capacity import Colleague, capacities, is_there

ANYBODY = None


class Work(NamedTuple):
    """A ticket with a promise, open: who does it, on which days, how long it still takes, in the order of promising.

    A tuple: ten thousand are made at a time.
    """

    ticket: int
    who: int | None
    first: date
    last: date
    minutes: int
    order: int = 0


def left_of(estimate: int | None, booked: int, assumed: int) -> int:
    """Return how long a ticket still takes: its estimate less what is booked, never less than nothing.

    What nobody has estimated takes what the studio assumes of such a ticket.
    """
    return max((assumed if estimate is None else estimate) - booked, 0)


@dataclass(frozen=True)
class Outlook:
    """Everything known of the weeks from today on."""

    today: date
    calendar: Calendar
    colleagues: tuple[Colleague, ...]
    percent: int  # of the hours that can be planned
    works: tuple[Work, ...]

    def capacity(self, who: int | None, week: Week) -> int:
        """Return how many minutes can be planned in that week: of that colleague, or of all."""
        of_all = self._capacities(week)
        return sum(of_all.values()) if who is ANYBODY else of_all.get(who, 0)

    def load(self, who: int | None, week: Week) -> int:
        """Return how many minutes are promised in that week to be done by that colleague, or by anybody."""
        return self._loads.get((who, week.monday), 0)

    def works_of(self, who: int | None, week: Week) -> Sequence[Work]:
        """Return what is promised in that week to be done by that colleague, or by anybody; the earlier promise first."""
        return self._promised.get((who, week.monday), ())

    def works_in(self, week: Week) -> list[Work]:
        """Return all that is promised in that week."""
        found = (works for (_, monday), works in self._promised.items() if monday == week.monday)
        return sorted((work for works in found for work in works), key=in_order)

    def total_load(self, week: Week) -> int:
        """Return how many minutes are promised in that week."""
        return sum(load for (_, monday), load in self._loads.items() if monday == week.monday)

    def own_room(self, who: int, week: Week) -> int:
        """Return how many minutes that colleague has left of what can be planned."""
        return max(self.capacity(who, week) - self.load(who, week), 0)

    def free_for_anybody(self, week: Week) -> int:
        """Return what all colleagues have left together, before work of nobody in particular."""
        return sum(self.own_room(colleague.id, week) for colleague in self.colleagues)

    def room(self, who: int | None, week: Week) -> int:
        """Return how many minutes are left in that week for that colleague, or for anybody."""
        left = max(self.free_for_anybody(week) - self.load(ANYBODY, week), 0)
        return left if who is ANYBODY else min(self.own_room(who, week), left)

    def without(self, ticket: int) -> "Outlook":
        """Return the same weeks as if nothing was promised on that ticket."""
        works = tuple(work for work in self.works if work.ticket != ticket)
        return Outlook(self.today, self.calendar, self.colleagues, self.percent, works)

    def with_colleagues(self, colleagues: Iterable[Colleague]) -> "Outlook":
        """Return the same promises with those colleagues to keep them."""
        other = Outlook(self.today, self.calendar, tuple(colleagues), self.percent, self.works)
        vars(other)["_promised"] = self._promised  # the same works lie in the same weeks
        return other

    @property
    def this_week(self) -> Week:
        """The week of today."""
        return Week.of(self.today)

    @cached_property
    def mondays(self) -> tuple[date, ...]:
        """The Monday of every week in which something is promised, in order."""
        return tuple(sorted({monday for _, monday in self._promised}))

    @cached_property
    def takers(self) -> frozenset[int | None]:
        """Everybody who has something to do."""
        return frozenset(who for who, _ in self._promised)

    def is_there(self, who: int, first: date, last: date) -> bool:
        """Return whether that colleague still works on one of those days."""
        known = self._presence
        days = (who, first, last)
        if days not in known:
            colleague = self.by_id.get(who)
            since = max(first, self.today)
            known[days] = colleague is not None and is_there(colleague, since, last, self.calendar)
        return known[days]

    @cached_property
    def _presence(self) -> dict[tuple[int, date, date], bool]:
        return {}

    @cached_property
    def by_id(self) -> dict[int, Colleague]:
        """The colleagues by id."""
        return {colleague.id: colleague for colleague in self.colleagues}

    @cached_property
    def _promised(self) -> dict[tuple[int | None, date], list[Work]]:
        found: dict[tuple[int | None, date], list[Work]] = defaultdict(list)
        weeks: dict[tuple[date, date], date] = {}
        for work in sorted(self.works, key=in_order):
            days = (work.first, work.last)
            monday = weeks.get(days)
            if monday is None:
                monday = weeks[days] = self._monday_of(*days)
            found[work.who, monday].append(work)
        return dict(found)

    @cached_property
    def _loads(self) -> dict[tuple[int | None, date], int]:
        return {key: sum(work.minutes for work in works) for key, works in self._promised.items()}

    def _monday_of(self, first: date, last: date) -> date:
        """Return the Monday of the week in which a promise of those days counts."""
        since = max(first, self.today)
        if self.calendar.number_of(since) < self.calendar.number_of(last + DAY):
            last = self.calendar.day_of(self.calendar.number_of(last + DAY) - 1)
        last = max(last, self.today)
        return last - timedelta(days=last.weekday())

    def _capacities(self, week: Week) -> dict[int, int]:
        known = self._known
        if week.monday not in known:
            found = capacities(self.colleagues, week, self.calendar, self.percent, self.today)
            known[week.monday] = dict(found)
        return known[week.monday]

    @cached_property
    def _known(self) -> dict[date, dict[int, int]]:
        return {}


def in_order(work: Work) -> tuple[date, int, int]:
    """Return what works are ordered by: the last day promised, then the order of promising."""
    return work.last, work.order, work.ticket
