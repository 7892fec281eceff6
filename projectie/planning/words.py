"""Planning in words: how long, which week, why this one, what will break (R9)."""

from datetime import date, timedelta

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.clock.weeks import Week, working_days_of
from projectie.clock.workdays import Calendar
from projectie.language import LOCALES, language
from projectie.planning.breaking import Break, Cause
from projectie.planning.hours import Fault
from projectie.planning.proposal import Ground, Proposal
from projectie.tickets.planning_promises import Span
from projectie.tickets.planning_words import short

HOUR = 60


def long_in_words(minutes: int) -> str:
    """Return how long that is: 45 min; 3 h; 2 h 30."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return str(_("%(minutes)s min", minutes=rest))
    if not rest:
        return str(_("%(hours)s h", hours=hours))
    return str(_("%(hours)s h %(minutes)s", hours=hours, minutes=f"{rest:02}"))


def week_in_words(week: Week, calendar: Calendar) -> str:
    """Return a week with its first and last working day: week 50 (7–11 December)."""
    days = working_days_of(week, calendar) or (week.monday, week.sunday)
    return str(_("week %(week)s (%(days)s)", week=week.number, days=days_in_words(days[0], days[-1])))


def short_of(first: date | None, last: date | None) -> str:
    """Return which days are promised, as the desk says it: week 50; Wed 9 Dec."""
    return short(Span(first, last))


def days_in_words(first: date, last: date) -> str:
    """Return a run of days: 7–11 December; 28 December – 1 January; 9 December."""
    locale = LOCALES[language()]
    until = format_date(last, "d MMMM", locale=locale)
    if first == last:
        return until
    if first.month == last.month and last - first < timedelta(days=31):
        return f"{first.day}–{until}"
    return f"{format_date(first, 'd MMMM', locale=locale)} – {until}"


NOT_PROPOSED = {
    Ground.FULL: _l("No week before %(latest)s has room for this: a manager must look at the planning."),
    Ground.TOO_LARGE: _l(
        "It takes longer than any week before %(latest)s holds: a manager must look, or the work is split."
    ),
    Ground.NOBODY: _l("Nobody who can do this works before %(latest)s: a manager must look at the planning."),
    Ground.OVER: _l("The latest day of the terms, %(latest)s, is too near: a manager must look at it now."),
}


def why(proposal: Proposal, who: str | None, latest: date, calendar: Calendar) -> str:
    """Return one sentence: which week is proposed and why, or why none."""
    if proposal.week is None:
        said = NOT_PROPOSED[proposal.ground]
        return str(said) % {"latest": format_date(latest, "d MMMM", locale=LOCALES[language()])}
    week = week_in_words(proposal.week, calendar)
    if proposal.ground is Ground.LATEST:
        if who:
            return str(
                _(
                    "%(week)s: later than we aim for, yet the first week with room for %(name)s",
                    week=week,
                    name=who,
                )
            )
        return str(_("%(week)s: later than we aim for, yet the first week with room", week=week))
    if who:
        return str(_("%(week)s: the first week with room for %(name)s", week=week, name=who))
    return str(_("%(week)s: the first week with room", week=week))


CAUSES = {
    Cause.FULL: _l("does not fit: more is promised than there is time"),
    Cause.LEAVE: _l("does not fit: %(name)s is away"),
}


def cause_in_words(broken: Break, name: str) -> str:
    """Return why a promise will break."""
    if broken.cause is Cause.LEAVE and not name:
        return str(_("does not fit: somebody is away"))
    return str(CAUSES[broken.cause]) % {"name": name}


FAULTS = {
    Fault.BACKWARDS: ("last", _l("The last day lies before the first. Check both days")),
    Fault.PASSED: ("last", _l("These days are over. Enter leave that still lies ahead")),
    Fault.LONG: ("last", _l("This is longer than a year. Change the hours instead")),
}
