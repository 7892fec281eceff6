"""The response promise as a letter says it: between which moments, and what was not counted (R6, R25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, get_day_names
from babel.lists import format_list
from flask_babel import gettext as _

from projectie.clock.explanation import CountedDay, Why, explain
from projectie.clock.workdays import Calendar
from projectie.clock.zone import deadline, local, zone_name
from projectie.language import LOCALES, language
from projectie.tickets.promises import ResponsePromise


@dataclass(frozen=True, slots=True)
class PromiseWords:
    """Phrases for the sentences of a letter, in the language it is written in."""

    arrived: str  # Friday 26 March at 17:40
    skipped: str  # Saturday and Sunday; empty when every day of the week counted
    closed: str  # Monday 29 March (Easter Monday); empty when the studio was not closed
    from_: str
    by: str
    zone: str  # CET


def promise_in_words(arrived: datetime, promise: ResponsePromise, calendar: Calendar) -> PromiseWords:
    """Return the phrases, in the language that is being written."""
    counted = explain(arrived, promise.by, calendar)
    return PromiseWords(
        arrived=moment_in_words(arrived, calendar),
        skipped=_listed([_weekday(day) for day in weekdays_skipped(counted)]),
        closed=_listed([_closed(day) for day in closed_days(counted)]),
        from_=limit_in_words(promise.from_, calendar),
        by=limit_in_words(promise.by, calendar),
        zone=zone_name(promise.by, calendar.zone),
    )


def weekdays_skipped(counted: Sequence[CountedDay]) -> tuple[int, ...]:
    """Return the days of the week (Monday is 0) that did not count because nobody works then, each once."""
    return tuple(sorted({day.day.weekday() for day in counted if day.why is Why.WEEKEND}))


def closed_days(counted: Sequence[CountedDay]) -> tuple[CountedDay, ...]:
    """Return the days that would have counted had the studio been open."""
    return tuple(day for day in counted if day.why is Why.CLOSED)


def moment_in_words(moment: datetime, calendar: Calendar) -> str:
    """Return a moment that has been: Friday 26 March at 17:40."""
    there = local(moment, calendar.zone)
    return str(_("%(day)s at %(time)s", day=day_in_words(there.date()), time=there.strftime("%H:%M")))


def limit_in_words(moment: datetime, calendar: Calendar) -> str:
    """Return a moment that is a limit; midnight is the end of a day."""
    limit = deadline(moment, calendar.zone)
    day = day_in_words(limit.day)
    if limit.at is None:
        return str(_("the end of %(day)s", day=day))
    return str(_("%(day)s at %(time)s", day=day, time=limit.at.strftime("%H:%M")))


def day_in_words(day: date) -> str:
    """Return a day: Friday 26 March."""
    return _day(day, LOCALES[language()])


@lru_cache(maxsize=512)
def _day(day: date, locale: str) -> str:
    return format_date(day, "EEEE d MMMM", locale=locale)


def _weekday(number: int) -> str:
    return str(get_day_names("wide", locale=LOCALES[language()])[number])


def _closed(day: CountedDay) -> str:
    said = day_in_words(day.day)
    return f"{said} ({day.name.in_(language())})" if day.name else said


def _listed(words: list[str]) -> str:
    return format_list(words, locale=LOCALES[language()]) if words else ""
