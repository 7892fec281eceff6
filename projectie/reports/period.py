"""The period of a report: named or with dates of one's own, and the weeks, months or years it falls into. A pure rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
LONGEST = 3660  # days; ten years
_WEEKS, _MONTHS = 70, 760  # days up to which a report is told in weeks, in months


class Choice(StrEnum):
    """The periods that have a name."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    QUARTER = "quarter"
    YEAR = "year"
    OWN = "own"


class Step(StrEnum):
    """How long the parts of a period are."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Part:
    """A week, month or year, or what of it lies in the period."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Period:
    """From a day up to and including another; `understood`: what was asked made sense."""

    choice: Choice
    first: date
    last: date
    understood: bool = True

    @property
    def step(self) -> Step:
        """How long its parts are."""
        days = (self.last - self.first).days
        return Step.WEEK if days <= _WEEKS else Step.MONTH if days <= _MONTHS else Step.YEAR

    @property
    def parts(self) -> tuple[Part, ...]:
        """All of it, in parts that follow on each other."""
        found, at = [], self.first
        while at <= self.last:
            end = min(_end(at, self.step), self.last)
            found.append(Part(at, end))
            at = end + DAY
        return tuple(found)

    @property
    def arguments(self) -> dict[str, str]:
        """What asks for it in an address."""
        if self.choice is not Choice.OWN:
            return {"period": self.choice.value}
        return {
            "period": self.choice.value,
            "since": self.first.isoformat(),
            "until": self.last.isoformat(),
        }

    def holds(self, day: date) -> bool:
        """Whether that day lies in it."""
        return self.first <= day <= self.last


def period_of(asked: Mapping[str, str], today: date) -> Period:
    """Return the period an address asks for; this month where it asks for none, or for one that makes no sense."""
    word = asked.get("period", "")
    if word == Choice.OWN:
        return _own(asked, today)
    known = word in set(Choice)
    choice = Choice(word) if known else Choice.THIS_MONTH
    return Period(choice, *_named(choice, today), understood=known or not word)


def _own(asked: Mapping[str, str], today: date) -> Period:
    first, last = _day(asked.get("since", "")), _day(asked.get("until", ""))
    if first is None or last is None or not timedelta() <= last - first <= timedelta(days=LONGEST):
        return Period(Choice.THIS_MONTH, *_named(Choice.THIS_MONTH, today), understood=False)
    return Period(Choice.OWN, first, last)


def _named(choice: Choice, today: date) -> tuple[date, date]:
    month = today.replace(day=1)
    match choice:
        case Choice.LAST_MONTH:
            last = month - DAY
            return last.replace(day=1), last
        case Choice.QUARTER:
            first = date(today.year, today.month - (today.month - 1) % 3, 1)
            return first, _end_of_month(_end_of_month(_end_of_month(first) + DAY) + DAY)
        case Choice.YEAR:
            return date(today.year, 1, 1), date(today.year, 12, 31)
        case _:
            return month, _end_of_month(month)


def _end(day: date, step: Step) -> date:
    if step is Step.WEEK:
        return day + timedelta(days=6 - day.weekday())
    return _end_of_month(day) if step is Step.MONTH else date(day.year, 12, 31)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - DAY


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2999 else None
