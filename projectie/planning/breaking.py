"""Promises that will break: what does not fit in its week, in the order of promising (R9)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from projectie.clock.weeks import Week
from projectie.planning.capacity import is_there
from projectie.planning.outlook import ANYBODY, Outlook, Work


class Cause(StrEnum):
    """Why a promise will break."""

    FULL = "full"  # more is promised in that week than fits
    LEAVE = "leave"  # it would fit without somebody's leave


@dataclass(frozen=True, slots=True)
class Break:
    """A promise that will break, and in which week."""

    work: Work
    week: Week
    cause: Cause


def will_break(outlook: Outlook) -> tuple[Break, ...]:
    """Return every promise that does not fit in its week, the earliest first.

    The earlier promise goes first: once the week is full, what was promised for later, or made later, no longer fits.
    """
    there = tuple(replace(colleague, leave=()) for colleague in outlook.colleagues)
    lost = _lost(outlook)
    if not lost:
        return ()
    without_leave = {work.ticket for _, work in _lost(outlook.with_colleagues(there))}
    return tuple(
        Break(work, week, Cause.FULL if work.ticket in without_leave else Cause.LEAVE) for week, work in lost
    )


def touched_by(before: Outlook, after: Outlook) -> tuple[Break, ...]:
    """Return the promises that will break after a change of hours or leave, and would not have before."""
    already = {work.ticket for _, work in _lost(before)}
    return tuple(each for each in will_break(after) if each.work.ticket not in already)


def _lost(outlook: Outlook) -> list[tuple[Week, Work]]:
    found = []
    for monday in outlook.mondays:
        week = Week.of(monday)
        for who in outlook.takers:
            works = outlook.works_of(who, week)
            if works:
                most = outlook.free_for_anybody(week) if who is ANYBODY else outlook.capacity(who, week)
                found += [(week, work) for work in _beyond(works, most, outlook)]
    return sorted(found, key=lambda each: (each[0], each[1].last, each[1].order, each[1].ticket))


def _beyond(works: Iterable[Work], most: int, outlook: Outlook) -> Iterator[Work]:
    """Yield what no longer fits into that many minutes, and whoever's colleague is away on all its days."""
    filled = 0
    for work in works:
        filled += work.minutes
        if filled > most or _nobody_there(work, outlook):
            yield work


def _nobody_there(work: Work, outlook: Outlook) -> bool:
    if work.who is ANYBODY or work.last < outlook.today:
        return False
    colleague = outlook.by_id.get(work.who)
    since = max(work.first, outlook.today)
    return colleague is None or not is_there(colleague, since, work.last, outlook.calendar)
