"""What a menu offers to promise: weeks, a day, in 2 to 3 weeks, to be agreed; and what was chosen (R6, R9)."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from projectie.clock.weeks import Week, working_days_of
from projectie.context import weekday_day
from projectie.forms import YEARS
from projectie.language import language
from projectie.terms.figures import Figures
from projectie.terms.phrases import day_window
from projectie.tickets.planning_promises import (
    TO_BE_AGREED,
    Ground,
    Span,
    in_weeks,
    is_beyond,
    weeks_to_offer,
)

WEEKS = 8  # ahead, this one included
DAY, IN_WEEKS, AGREE = "day", "weeks", "agree"
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


def indications(ground: Ground, figures: Figures) -> list[SelectChoice]:
    """Return what a first reply offers: all that needs no reason."""
    weeks = [week for week in weeks_to_offer(ground, WEEKS) if not _is_beyond(week, ground)]
    return [SelectChoice("", _("none yet")), *_weeks(weeks, ground), *_others(ground, figures)]


def promises(ground: Ground, figures: Figures) -> list[SelectChoice]:
    """Return what the form beside a ticket offers."""
    named = SelectChoice(DAY, _("a day, namely:"))
    weeks = _weeks(weeks_to_offer(ground, WEEKS), ground)
    return [SelectChoice("", _("choose")), *weeks, named, *_others(ground, figures)]


def chosen(value: str, day: date | None, ground: Callable[[], Ground]) -> Span | None:
    """Return what was chosen; None when it is nothing that could be offered. Only a stretch asks for the ground."""
    if value == AGREE:
        return TO_BE_AGREED
    if value == IN_WEEKS:
        return in_weeks(ground())
    if value == DAY:
        return Span.day(day) if day else None
    week = week_named(value)
    return Span.week(week) if week else None


def week_named(value: str) -> Week | None:
    """Return the week of a name like 2026-W50; None when there is none."""
    found = _WEEK.fullmatch(value)
    if not found or int(found[1]) not in YEARS:
        return None
    week = Week(int(found[1]), int(found[2]))
    try:
        return week if week.monday else None
    except ValueError:
        return None


def name_of(week: Week) -> str:
    """Return the name of a week as a form sends it: 2026-W50."""
    return f"{week.year}-W{week.number:02}"


def _weeks(weeks: tuple[Week, ...] | list[Week], ground: Ground) -> Iterator[SelectChoice]:
    for week in weeks:
        days = [day for day in working_days_of(week, ground.calendar) if day >= ground.today]
        said = {"week": week.number, "first": weekday_day(days[0]), "last": weekday_day(days[-1])}
        yield SelectChoice(name_of(week), _label(week, ground) % said)


def _label(week: Week, ground: Ground) -> str:
    if week == Week.of(ground.today):
        return str(_("this week (%(week)s): %(first)s – %(last)s"))
    if _is_beyond(week, ground):
        return str(_("week %(week)s: %(first)s – %(last)s, with a reason"))
    return str(_("week %(week)s: %(first)s – %(last)s"))


def _others(ground: Ground, figures: Figures) -> Iterator[SelectChoice]:
    soon = in_weeks(ground)
    if soon and soon.first and soon.last:
        window = day_window(figures.planning_target_days, figures.planning_latest_days, language())
        days = f"{weekday_day(soon.first)} – {weekday_day(soon.last)}"
        yield SelectChoice(IN_WEEKS, _("in %(window)s from arrival: %(days)s", window=window, days=days))
    yield SelectChoice(AGREE, _("to be agreed"))


def _is_beyond(week: Week, ground: Ground) -> bool:
    return is_beyond(Span.week(week), ground.window, ground.calendar)
