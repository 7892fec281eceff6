"""A year of closed days at a glance: its months, the holidays that rules propose, and the studio's own (R6)."""

from calendar import Calendar as Weeks
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import get_day_names, get_month_names

from projectie.clock.closing import propose_closed_days
from projectie.terms.figures import ClosedDay, Text


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month: whether somebody works, and the name of what closes it."""

    day: date
    works: bool
    name: Text | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its weeks; None where a week reaches into another month."""

    name: str
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Toggle:
    """A holiday a rule knows: closed or not, and whether that can still be changed or makes any difference."""

    closed: ClosedDay
    on: bool
    over: bool
    matters: bool


@dataclass(frozen=True, slots=True)
class Year:
    """All of it."""

    weekdays: tuple[tuple[str, str], ...]  # short and whole, in the reader's language
    months: tuple[Month, ...]
    rules: tuple[Toggle, ...]
    own: tuple[Toggle, ...]


def year_of(
    year: int, kept: Collection[ClosedDay], weekdays: Collection[int], today: date, locale: str
) -> Year:
    """Return a year as it is kept, beside what the rules know of it."""
    names = {one.day: one.name for one in kept}
    known = propose_closed_days(year, exclude=(), leidens_ontzet=True)
    days = {one.day for one in known}
    rules = (ClosedDay(one.day, names.get(one.day, one.name)) for one in known)
    return Year(
        weekdays=_weekdays(locale),
        months=tuple(_month(date(year, number, 1), names, weekdays, locale) for number in range(1, 13)),
        rules=tuple(_toggle(one, names, weekdays, today) for one in rules),
        own=tuple(_toggle(one, names, weekdays, today) for one in kept if one.day not in days),
    )


def _toggle(one: ClosedDay, names: Mapping[date, Text], weekdays: Collection[int], today: date) -> Toggle:
    return Toggle(one, one.day in names, one.day < today, one.day.weekday() in weekdays)


def _weekdays(locale: str) -> tuple[tuple[str, str], ...]:
    short, whole = (get_day_names(width, "stand-alone", locale) for width in ("abbreviated", "wide"))
    return tuple((short[day].removesuffix("."), whole[day]) for day in range(7))


def _month(first: date, names: Mapping[date, Text], weekdays: Collection[int], locale: str) -> Month:
    def cell(day: date) -> Day | None:
        return Day(day, day.weekday() in weekdays, names.get(day)) if day.month == first.month else None

    weeks = Weeks().monthdatescalendar(first.year, first.month)
    name = get_month_names("wide", "stand-alone", locale)[first.month]
    return Month(name, tuple(tuple(map(cell, week)) for week in weeks))
