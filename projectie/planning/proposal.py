"""The week to promise: the first with room by the target day, else by the latest day of the terms (R9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from projectie.clock.weeks import Week, working_days_of
from projectie.planning.outlook import Outlook
from projectie.tickets.promises import PlanningWindow


class Ground(StrEnum):
    """Why this week is proposed, or none."""

    ROOM = "room"  # the first with room, on the target day at the latest
    LATEST = "latest"  # no room before the target day; this is the first after it
    FULL = "full"  # no week until the latest day has room
    TOO_LARGE = "too_large"  # it takes longer than any of those weeks has
    NOBODY = "nobody"  # nobody works in those weeks
    OVER = "over"  # no week is left before the latest day


@dataclass(frozen=True, slots=True)
class Proposal:
    """The week to promise and why; without a week a manager must look."""

    week: Week | None
    ground: Ground


def propose(minutes: int, who: int | None, window: PlanningWindow, outlook: Outlook) -> Proposal:
    """Return the first week with room for that much work of that colleague (None: anybody) within the window.

    A week in which nobody works is never proposed.
    """
    weeks = tuple(_weeks(window, outlook))
    for week in weeks:
        if outlook.room(who, week) >= max(minutes, 1):
            return Proposal(week, Ground.ROOM if _last_day(week, outlook) <= window.target else Ground.LATEST)
    return Proposal(None, _why_not(minutes, who, weeks, outlook))


def _weeks(window: PlanningWindow, outlook: Outlook) -> Iterator[Week]:
    """Yield the weeks from this one on in which somebody may work and whose last working day lies in the window."""
    week = outlook.this_week
    while week.monday <= window.latest:
        days = working_days_of(week, outlook.calendar)
        if days and outlook.today <= days[-1] <= window.latest:
            yield week
        week = week.later()


def _last_day(week: Week, outlook: Outlook) -> date:
    return working_days_of(week, outlook.calendar)[-1]


def _why_not(minutes: int, who: int | None, weeks: tuple[Week, ...], outlook: Outlook) -> Ground:
    if not weeks:
        return Ground.OVER
    most = max(outlook.capacity(who, week) for week in weeks)
    if not most:
        return Ground.NOBODY
    return Ground.TOO_LARGE if minutes > most else Ground.FULL
