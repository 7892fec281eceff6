"""Figures of a year without names, and only from five upward: nobody is found in a small number (R28)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from projectie.complaints.case import Case, Outcome

LEAST = 5


@dataclass(frozen=True, slots=True)
class Year:
    """What may be said of a year; None: fewer than five."""

    year: int
    received: int | None
    outcomes: dict[Outcome, int]  # of which five or more ended so
    others: int  # all other closed ones together; 0, or five or more


def years(cases: Iterable[Case]) -> list[Year]:
    """Return what may be said of each year, the newest first."""
    by_year: dict[int, list[Case]] = {}
    for case in cases:
        by_year.setdefault(case.received_at.year, []).append(case)
    return [_year(year, found) for year, found in sorted(by_year.items(), reverse=True)]


def _year(year: int, cases: list[Case]) -> Year:
    if len(cases) < LEAST:
        return Year(year, None, {}, 0)
    counted = Counter(case.outcome for case in cases if case.outcome)
    open_ones = sum(case.outcome is None for case in cases)
    shown, others = told(counted)
    # What is still open can be told by taking away: few open ones hide the figures of those that ended.
    if 0 < open_ones < LEAST:
        return Year(year, len(cases), {}, 0)
    return Year(year, len(cases), shown, others)


def told(counted: Counter[Outcome]) -> tuple[dict[Outcome, int], int]:
    """Return the outcomes that may be named, and the sum of all others, grown until it hides everybody in it."""
    shown = {outcome: number for outcome, number in counted.items() if number >= LEAST}
    others = sum(counted.values()) - sum(shown.values())
    while 0 < others < LEAST and shown:
        least = min(shown, key=lambda outcome: (shown[outcome], outcome))
        others += shown.pop(least)
    return (shown, others) if others == 0 or others >= LEAST else ({}, 0)
