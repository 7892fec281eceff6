"""A card as a reader sees it: made by its template once, and kept as long as it reads the same.

A board shows the same three hundred cards again and again; what one reads depends on its row, the state of its
promise, the day, the calendar and the language, and on nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from flask import current_app
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from projectie.clock.phone import PhoneHours
from projectie.clock.workdays import Calendar
from projectie.clock.zone import deadline, local
from projectie.context import deadline as deadline_in_words
from projectie.context import weekday_day
from projectie.reused import remember
from projectie.tickets.around import Around
from projectie.tickets.card_clock import ClockFace, clock_face
from projectie.tickets.cards import Card
from projectie.tickets.column_figures import ColumnFigures
from projectie.tickets.models import Column
from projectie.tickets.planning_promises import Span
from projectie.tickets.planning_words import short
from projectie.tickets.promises import State, response_state
from projectie.tickets.words import KINDS

ANSWERED = {State.MET: _l("answered"), State.MET_LATE: _l("answered late")}
OPEN = (State.WAITING, State.DUE_SOON, State.LATE)  # the client still waits for a first answer
_NO_FIGURES = ColumnFigures()
SOON = 6  # days ahead within which a weekday alone is clear


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """What the words of a card depend on besides the card; the same facts give the same object."""

    language: str
    today: date
    calendar: Calendar
    hours: PhoneHours
    tiers: Mapping[str, str]
    figures: Mapping[Column, ColumnFigures] = field(default_factory=dict)


def face_of(known: Around, language: str) -> Face:
    """Return how cards look today to somebody who reads that language."""
    return _face(
        language,
        known.today,
        known.calendar,
        known.hours,
        tuple(known.options.tiers.items()),
        tuple(known.figures.items()),
    )


def html(
    card: Card,
    face: Face,
    now: datetime,
    *,
    selected: bool = False,
    estimated: int = 0,
    group: str | None = None,
) -> Markup:
    """Return the card as HTML; the language of the request must be that of the face."""
    state = response_state(card.promise, card.answered_at, now) if card.promise else None
    asleep = card.snoozed_until is not None and card.column is Column.NEW and card.snoozed_until > now
    clock = clock_face(card.clock, face.hours, now, face.language) if card.clock else None
    return _html(card, face, state, asleep, clock, selected=selected, estimated=estimated, group=group)


def promise_in_words(card: Card, state: State | None, face: Face, clock: ClockFace | None = None) -> str:
    """Return what the client was promised and how that stands (R6, R10), and what is planned (R9)."""
    if card.column is Column.DONE and card.done_at:
        return str(_("done %(day)s", day=weekday_day(local(card.done_at, face.calendar.zone).date())))
    if clock is not None:
        return " · ".join(text for text in (clock.says, _planning_in_words(card, face)) if text)
    if state in OPEN:
        return _response_in_words(card, state, face)
    if card.planned_until is not None and card.planned_until < face.today:
        return _planning_in_words(card, face)
    texts = (_response_in_words(card, state, face), _planning_in_words(card, face))
    return " · ".join(text for text in texts if text)


def is_late(card: Card, state: State | None, face: Face, clock: ClockFace | None = None) -> bool:
    """Return whether a promise was broken: no answer in time (R6, R10), or not done on the days promised (R9)."""
    if card.column is Column.DONE:
        return False
    return (clock.late if clock else state is State.LATE) or (
        card.planned_until is not None and card.planned_until < face.today
    )


@lru_cache(maxsize=16)
def _face(
    language: str,
    today: date,
    calendar: Calendar,
    hours: PhoneHours,
    tiers: tuple[tuple[str, str], ...],
    figures: tuple[tuple[Column, ColumnFigures], ...],
) -> Face:
    return Face(language, today, calendar, hours, dict(tiers), dict(figures))


@lru_cache(maxsize=8192)  # thousands of cards in both languages: a larger board would find none again
def _html(
    card: Card,
    face: Face,
    state: State | None,
    asleep: bool,
    clock: ClockFace | None,
    *,
    selected: bool,
    estimated: int,
    group: str | None,
) -> Markup:
    remember(card.number, card.mark)
    days = _working_days_since(card.since, face)
    say = _phrases(face.language)
    return Markup(  # noqa: S704 (the template escapes)
        current_app.jinja_env.get_template("tickets/_card.html").render(
            card=card,
            language=face.language,
            selected=selected,
            tier_name=face.tiers.get(card.tier or ""),
            kind=KINDS[card.kind] if card.kind else None,
            say=say,
            about=say.about % {"number": card.number, "subject": card.subject},
            days=say.days % {"days": days} if days else "",
            days_in_full=_days_in_full(face.language, days),
            initials="".join(name[0] for name in (card.assignee or "").split() if name[0].isupper()),
            asleep=_limit(card.snoozed_until, face) if asleep and card.snoozed_until else "",
            promise=promise_in_words(card, state, face, clock),
            late=is_late(card, state, face, clock),
            lines_in_full=_lines_in_full(face.language, card.lines_done, card.lines) if card.lines else "",
            stalled=_stalled(face.language, days) if _stands_still(card, face, days, asleep) else "",
            estimated=estimated,
            group=group,
            tenths=clock.tenths if clock and card.clock and card.clock.due else None,
        )
    )


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What every card says, looked up once a language."""

    move: str
    about: str
    days: str
    unknown_client: str
    not_proven: str
    letter_failed: str
    no_subject: str
    put_off: str


@lru_cache(maxsize=8)
def _phrases(language: str) -> _Phrases:
    del language  # that of the request
    return _Phrases(
        move=_("Move"),
        about=_("Move #%(number)s %(subject)s"),
        days=_("%(days)s wd"),
        unknown_client=_("unknown client"),
        not_proven=_("sender not proven"),
        letter_failed=_("mail not delivered"),
        no_subject=_("(no subject)"),
        put_off=_("put off until %(moment)s"),
    )


@lru_cache(maxsize=512)
def _lines_in_full(language: str, done: int, lines: int) -> str:
    del language
    return str(ngettext("%(done)s of %(num)d line done", "%(done)s of %(num)d lines done", lines, done=done))


@lru_cache(maxsize=512)
def _days_in_full(language: str, days: int) -> str:
    del language
    return str(ngettext("%(num)d working day in this column", "%(num)d working days in this column", days))


def _stands_still(card: Card, face: Face, days: int, asleep: bool) -> bool:
    """Return whether it stands still in its column: what was put off, or is done, never does."""
    return not asleep and not card.held and face.figures.get(card.column, _NO_FIGURES).stalled(days)


@lru_cache(maxsize=512)
def _stalled(language: str, days: int) -> str:
    del language
    return str(ngettext("standstill %(num)d working day", "standstill %(num)d working days", days))


def _response_in_words(card: Card, state: State | None, face: Face) -> str:
    if state is None or card.promise is None:
        return ""
    if state in ANSWERED:
        return str(ANSWERED[state])
    by = _limit(card.promise.by, face)
    return (
        _late(card.promise.by, by, face) if state is State.LATE else str(_("reply by %(moment)s", moment=by))
    )


def _planning_in_words(card: Card, face: Face) -> str:
    """Return when the work is done; a planned card without a promise says so."""
    if card.planned is None or card.planned_until is None:
        return str(_("no week yet")) if card.column is Column.PLANNED else ""
    promised = short(Span(card.planned, card.planned_until))
    return str(_("%(when)s not kept", when=promised)) if card.planned_until < face.today else promised


def _late(by: datetime, limit: str, face: Face) -> str:
    days = _working_days_since(by, face)
    if days == 0:
        return str(_("overdue since %(moment)s", moment=limit))
    return str(ngettext("%(num)d working day overdue", "%(num)d working days overdue", days))


def _limit(by: datetime, face: Face) -> str:
    limit = deadline(by, face.calendar.zone)
    if abs((limit.day - face.today).days) > SOON:
        return deadline_in_words(by)
    weekday = format_date(limit.day, "EEE", locale=get_locale()).removesuffix(".")
    return f"{weekday} {limit.at.strftime('%H:%M') if limit.at else '24:00'}"


def _working_days_since(moment: datetime, face: Face) -> int:
    since = local(moment, face.calendar.zone).date()
    return max(face.calendar.number_of(face.today) - face.calendar.number_of(since), 0)
