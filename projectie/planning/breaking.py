"""Promises that will break: what does not fit in its week, in the order of promising (R9)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from projectie.clock.weeks import Week
from projectie.planning.outlook import ANYBODY, Outlook, Work, in_order


class Cause(StrEnum):
    """Why a promise will break."""

    FULL = "full"  # more is promised in that week than fits
    LEAVE = "leave"  # it would fit without somebody's leave


class Break(NamedTuple):
    """A promise that will break, and in which week."""

    work: Work
    week: Week
    cause: Cause


def will_break(outlook: Outlook) -> tuple[Break, ...]:
    """Return every promise that does not fit in its week, the earliest first.

    The earlier promise goes first: once the week is full, what was promised for later, or made later, no longer fits.
    """
    lost = tuple(_lost(outlook))
    by_leave = _broken_by_leave(lost, outlook)
    return tuple(
        Break(work, week, Cause.LEAVE if work.ticket in by_leave else Cause.FULL) for week, work in lost
    )


def touched_by(before: Outlook, after: Outlook) -> tuple[Break, ...]:
    """Return the promises that will break after a change of hours or leave, and would not have before."""
    already = _tickets(_lost(before))
    return tuple(each for each in will_break(after) if each.work.ticket not in already)


def _broken_by_leave(lost: tuple[tuple[Week, Work], ...], outlook: Outlook) -> set[int]:
    """Return which of these would fit if nobody was away."""
    if not lost or not any(colleague.leave for colleague in outlook.colleagues):
        return set()
    there = outlook.with_colleagues(replace(colleague, leave=()) for colleague in outlook.colleagues)
    return _tickets(lost) - _tickets(_lost(there))


def _tickets(lost: Iterable[tuple[Week, Work]]) -> set[int]:
    return {work.ticket for _, work in lost}


def _lost(outlook: Outlook) -> Iterator[tuple[Week, Work]]:
    """Yield every week with what does not fit in it, in order."""
    for monday in outlook.mondays:
        week = Week.of(monday)
        beyond: list[Work] = []
        for who in outlook.takers:
            works = outlook.works_of(who, week)
            if works:
                most = outlook.free_for_anybody(week) if who is ANYBODY else outlook.capacity(who, week)
                beyond += _beyond(works, most, outlook)
        yield from ((week, work) for work in sorted(beyond, key=in_order))


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
    return not outlook.is_there(work.who, work.first, work.last)
