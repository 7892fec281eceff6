"""A planning promise in words: in a letter, on the desk, and why one is refused (R6, R9)."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.context import weekday_day
from projectie.language import language
from projectie.tickets.planning_promises import Ground, Rule, Shape, Span
from projectie.tickets.promise_words import day_in_words


def when_in_words(span: Span) -> str:
    """Return when, as a sentence of a letter goes on: the week of Monday 7 December."""
    if span.first is None or span.last is None:
        return str(_("a moment we will agree with you"))
    if span.shape is Shape.DAY:
        return day_in_words(span.first)
    if span.shape is Shape.WEEK:
        return str(_("the week of %(day)s", day=day_in_words(span.first)))
    return str(
        _("between %(first)s and %(last)s", first=day_in_words(span.first), last=day_in_words(span.last))
    )


def short(span: Span) -> str:
    """Return when, as the desk says it: week 50; Wed 9 Dec."""
    if span.first is None or span.last is None:
        return str(_("to be agreed"))
    if span.shape is Shape.DAY:
        return weekday_day(span.first)
    if span.shape is Shape.WEEK:
        return str(_("week %(week)s", week=span.first.isocalendar().week))
    return f"{weekday_day(span.first)} – {weekday_day(span.last)}"


REFUSED = {
    Rule.PAST: _l("%(day)s is over. Promise today or a later day."),
    Rule.NOBODY_WORKS: _l("No working day is left then. Choose another week."),
    Rule.BEYOND: _l(
        "This may end after %(latest)s, the latest day the terms allow. Give the reason, which the client reads."
    ),
    Rule.UNEXPLAINED: _l(
        "A promise is moved with a reason, which the client reads. Promised now: %(promised)s."
    ),
    Rule.SAME: _l("This is what is promised already."),
    Rule.TOO_FAR: _l("This is more than a year ahead. Choose an earlier day."),
    Rule.DONE: _l("This ticket is done. Reopen it before promising anything."),
    Rule.MEANWHILE: _l(
        "A colleague promised %(promised)s meanwhile. Leave the planning out, or move it beside the ticket."
    ),
    Rule.UNTOLD: _l(
        "The client has not been told the last promise yet. Take that back, or wait until it is sent."
    ),
}

UNEXPLAINED = {Rule.BEYOND, Rule.UNEXPLAINED}  # refused for want of a reason alone

BEYOND_SLA = _l(
    "This may end after %(latest)s, by when the SLA promises that it is solved. Give the reason, which the client reads."
)


def refused_in_words(rule: Rule, wanted: Span, ground: Ground) -> str:
    """Return which rule forbids a promise, and what to do."""
    if rule is Rule.CLOSED and wanted.first:
        return _closed(wanted.first, ground)
    beyond_sla = rule is Rule.BEYOND and ground.window.agreed
    return str(BEYOND_SLA if beyond_sla else REFUSED[rule]) % {
        "day": sentence_case(day_in_words(wanted.last)) if wanted.last else "",
        "latest": day_in_words(ground.window.latest),
        "promised": short(ground.standing) if ground.standing else "",
    }


def sentence_case(words: str) -> str:
    """Return words as a sentence begins with them."""
    return words[:1].upper() + words[1:]


def _closed(day: date, ground: Ground) -> str:
    name, said = ground.calendar.closed.get(day), day_in_words(day)
    if name is not None:
        return str(
            _(
                "On %(day)s the desk is closed (%(name)s). Choose a working day.",
                day=said,
                name=name.in_(language()),
            )
        )
    return str(_("%(day)s is no working day. Choose a working day.", day=sentence_case(said)))
