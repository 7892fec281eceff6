"""When the work is done: which days may be promised, how a promise stands, what a closing does to it (R6, R9)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from projectie.clock.weeks import Week, working_days_of
from projectie.clock.workdays import DAY, Calendar
from projectie.tickets.promises import PlanningWindow

WHOLE_WEEK = timedelta(days=6)
LONGEST_AHEAD = 366  # days: further than a year nobody promises


class Shape(StrEnum):
    """How a promise is said."""

    DAY = "day"
    WEEK = "week"
    BETWEEN = "between"  # from a day to another, as in 2 to 3 weeks
    TO_BE_AGREED = "to_be_agreed"  # names no day


@dataclass(frozen=True, slots=True)
class Span:
    """The days a promise covers: the work is done on one of them. None: still to be agreed."""

    first: date | None
    last: date | None

    @classmethod
    def day(cls, day: date) -> Self:
        """Return the promise of one day."""
        return cls(day, day)

    @classmethod
    def week(cls, week: Week) -> Self:
        """Return the promise of a week, Monday to Sunday."""
        return cls(week.monday, week.sunday)

    @property
    def shape(self) -> Shape:
        """How it is said."""
        if self.first is None or self.last is None:
            return Shape.TO_BE_AGREED
        if self.first == self.last:
            return Shape.DAY
        whole = self.first.weekday() == 0 and self.last - self.first == WHOLE_WEEK
        return Shape.WEEK if whole else Shape.BETWEEN

    def lies_within(self, other: "Span") -> bool:
        """Return whether whoever keeps this promise keeps the other one too; nothing lies within what names no day."""
        if self.first is None or self.last is None or other.first is None or other.last is None:
            return False
        return other.first <= self.first and self.last <= other.last


TO_BE_AGREED = Span(None, None)


class Rule(StrEnum):
    """Which rule refuses a promise."""

    PAST = "past"  # all of it is over
    CLOSED = "closed"  # that day nobody works (R6)
    NOBODY_WORKS = "nobody_works"  # no working day is left in it (R6)
    BEYOND = "beyond"  # later than the latest day of the terms, without a reason (R9)
    UNEXPLAINED = "unexplained"  # a promise is moved with a reason (R9)
    SAME = "same"  # it says what was promised already
    TOO_FAR = "too_far"  # later than anybody plans
    DONE = "done"  # the work is done
    MEANWHILE = "meanwhile"  # a first indication, but something was promised already
    UNTOLD = "untold"  # what stands has not been told yet: it is taken back, not moved


@dataclass(frozen=True, slots=True)
class Ground:
    """What a promise is judged by: today, the window of the ticket (R9), the working days, and what stands."""

    today: date
    window: PlanningWindow
    calendar: Calendar
    standing: Span | None  # what is promised now


class Standing(StrEnum):
    """How a planning promise stands on a day."""

    TO_BE_AGREED = "to_be_agreed"
    AHEAD = "ahead"  # will be kept
    THIS_WEEK = "this_week"  # ends this week: warned of before, never after
    BROKEN = "broken"
    KEPT = "kept"
    KEPT_LATE = "kept_late"


def in_weeks(ground: Ground) -> Span | None:
    """Return what “in 2 to 3 weeks” covers: target to latest day, as far as it lies ahead; None once that is over."""
    first = ground.calendar.next_working_day(max(ground.window.target, ground.today) - DAY)
    last = _last_working_day(ground.window.latest, ground.calendar)
    return Span(first, last) if first <= last else None


def refusal(wanted: Span, reason: str, ground: Ground) -> Rule | None:
    """Return the rule that forbids this promise; None: it may be made (R6, R9)."""
    if wanted == ground.standing:
        return Rule.SAME
    unfit = _unfit(wanted, ground)
    if unfit or reason:
        return unfit
    if needs_reason_to_move(wanted, ground.standing):
        return Rule.UNEXPLAINED
    return Rule.BEYOND if is_beyond(wanted, ground.window, ground.calendar) else None


def needs_reason_to_move(wanted: Span, standing: Span | None) -> bool:
    """Return whether that takes away what the client was promised: any other days, and days for no day at all."""
    if standing is None or standing == TO_BE_AGREED:
        return False
    return not wanted.lies_within(standing)


def is_beyond(wanted: Span, window: PlanningWindow, calendar: Calendar) -> bool:
    """Return whether it may take longer than the terms allow: its last working day lies after the latest day (R9)."""
    return wanted.last is not None and _last_working_day(wanted.last, calendar) > window.latest


def standing_of(promise: Span, done: date | None, today: date) -> Standing:
    """Return how a promise stands; its last day is in time until it ends (R9)."""
    if promise.last is None:
        return Standing.TO_BE_AGREED
    if done is not None:
        return Standing.KEPT if done <= promise.last else Standing.KEPT_LATE
    if today > promise.last:
        return Standing.BROKEN
    return Standing.THIS_WEEK if ends_this_week(promise.last, today) else Standing.AHEAD


def ends_this_week(last: date, today: date) -> bool:
    """Return whether that day lies ahead in the week of today."""
    return today <= last and Week.of(last) == Week.of(today)


def after_closing(promise: Span, today: date, before: Calendar, after: Calendar) -> Span | None:
    """Return where a promise goes when days close: None while somebody still works within it.

    A day goes to the next working day, a week to the next week in which somebody works. What is over, or had no
    working day before either, stays; a day that opens again moves nothing: what was promised stands.
    """
    if promise.first is None or promise.last is None or promise.last < today:
        return None
    since = max(promise.first, today)
    if _works(since, promise.last, after) or not _works(since, promise.last, before):
        return None
    following = after.next_working_day(promise.last)
    return Span.week(Week.of(following)) if promise.shape is Shape.WEEK else Span.day(following)


def _unfit(wanted: Span, ground: Ground) -> Rule | None:
    """Return why nobody could keep it."""
    if wanted.first is None or wanted.last is None:
        return None
    if wanted.last < ground.today:
        return Rule.PAST
    if (wanted.last - ground.today).days > LONGEST_AHEAD:
        return Rule.TOO_FAR
    if not _works(max(wanted.first, ground.today), wanted.last, ground.calendar):
        return Rule.CLOSED if wanted.shape is Shape.DAY else Rule.NOBODY_WORKS
    return None


def _works(first: date, last: date, calendar: Calendar) -> bool:
    return calendar.number_of(last + DAY) > calendar.number_of(first)


def _last_working_day(until: date, calendar: Calendar) -> date:
    """Return the last working day up to and including that date."""
    return calendar.day_of(calendar.number_of(until + DAY) - 1)


def weeks_to_offer(ground: Ground, number: int) -> tuple[Week, ...]:
    """Return the weeks from this one on in which somebody still works, out of that many."""
    this = Week.of(ground.today)
    weeks = (this.later(ahead) for ahead in range(number))
    return tuple(w for w in weeks if any(d >= ground.today for d in working_days_of(w, ground.calendar)))
