"""When recurring work is due: the dates of a series, and the one to make now. Pure: the day is handed in."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from projectie.contracts.coverage import Finding

LEAD = timedelta(days=12)  # so long before is a round made or proposed


class Unit(StrEnum):
    """What the time between two rounds is counted in."""

    WEEKS = "weeks"
    MONTHS = "months"


class Course(StrEnum):
    """What becomes of a round that is due."""

    MAKE = "make"  # its ticket is made
    PROPOSE = "propose"  # the client is asked first
    STOP = "stop"  # nothing is agreed any more


COURSES = {
    Finding.COVERED: Course.MAKE,  # a manager agreed it, against credits
    Finding.CONDITION_MET: Course.MAKE,
    Finding.INCLUDED: Course.MAKE,
    Finding.PER_SLA: Course.MAKE,
    Finding.NO_SERVICE: Course.MAKE,  # work of no service of the terms, as agreed
    Finding.ON_REQUEST: Course.PROPOSE,
    Finding.CONDITION_NOT_MET: Course.PROPOSE,
    Finding.NOT_COVERED: Course.PROPOSE,
    Finding.NO_CONTRACT: Course.STOP,
}


def following(anchor: date, every: int, unit: Unit, after: date) -> date:
    """Return the first date of the series after that day; months keep the day of the first date where they can."""
    if unit is Unit.WEEKS:
        step = timedelta(weeks=every)
        return anchor + max((after - anchor) // step + 1, 0) * step
    months = (after.year - anchor.year) * 12 + after.month - anchor.month
    number = max(months // every, 0)
    while _month(anchor, number * every) <= after:
        number += 1
    return _month(anchor, number * every)


def due(anchor: date, every: int, unit: Unit, next_on: date, today: date) -> date | None:
    """Return the date to make a round for now, or None; of several that were slept through only the last."""
    if next_on > today + LEAD:
        return None
    found = next_on
    while (later := following(anchor, every, unit, found)) <= today:
        found = later
    return found


def _month(anchor: date, months: int) -> date:
    years, month = divmod(anchor.month - 1 + months, 12)
    year = anchor.year + years
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))
