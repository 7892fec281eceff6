"""What a client may count on: an answer in working hours (R6), the work within weeks (R9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from projectie.clock.workdays import Calendar, add_working_hours
from projectie.clock.zone import deadline, local
from projectie.terms.figures import Figures


class State(StrEnum):
    """How a promise stands at a moment."""

    WAITING = "waiting"  # nothing is due yet
    DUE_SOON = "due_soon"  # the promised window has opened
    LATE = "late"  # it has passed, nothing was heard or done
    MET = "met"
    MET_LATE = "met_late"


class Sign(StrEnum):
    """What a client may hear from the desk after a request."""

    ANSWER = "answer"  # written by a person
    PLANNING = "planning"  # a planning promise
    AUTOMATIC = "automatic"
    NOTE = "note"  # among staff


@dataclass(frozen=True, slots=True)
class ResponsePromise:
    """A first answer comes from the one moment, by the other at the latest (UTC)."""

    from_: datetime
    by: datetime


@dataclass(frozen=True, slots=True)
class PlanningWindow:
    """The work is done on the target day, on the latest day at the latest (local dates)."""

    target: date
    latest: date
    agreed: bool = False  # an SLA says by when, instead of the terms (R10)

    def solved_by(self, agreed: datetime | None, zone: ZoneInfo) -> "PlanningWindow":
        """Return the window under an SLA that solves it by that moment; None: it names none, or its clock stands still."""
        if agreed is None:
            return self
        day = deadline(agreed, zone).day
        return PlanningWindow(min(self.target, day), day, agreed=True)


ANSWERING = frozenset({Sign.ANSWER, Sign.PLANNING})


def response_promise(arrived: datetime, figures: Figures, calendar: Calendar) -> ResponsePromise:
    """Return when a request that arrived at that moment gets its first answer (R6)."""
    return ResponsePromise(
        add_working_hours(arrived, figures.response_from_hours, calendar),
        add_working_hours(arrived, figures.response_by_hours, calendar),
    )


def planning_window(arrived: datetime, figures: Figures, calendar: Calendar) -> PlanningWindow:
    """Return when routine work is done (R9), in calendar days from the local day of arrival."""
    day = local(arrived, calendar.zone).date()
    return PlanningWindow(
        day + timedelta(days=figures.planning_target_days), day + timedelta(days=figures.planning_latest_days)
    )


def met_at(signs: Iterable[tuple[Sign, datetime]]) -> datetime | None:
    """Return the first moment a person answered or promised a planning; nothing else meets R6."""
    return min((moment for sign, moment in signs if sign in ANSWERING), default=None)


def response_state(promise: ResponsePromise, answered: datetime | None, now: datetime) -> State:
    """Return how the response promise stands; an answer at the very last moment is in time (R6)."""
    if answered is not None:
        return State.MET if answered <= promise.by else State.MET_LATE
    if now > promise.by:
        return State.LATE
    return State.DUE_SOON if now >= promise.from_ else State.WAITING


def planning_state(window: PlanningWindow, done: date | None, today: date) -> State:
    """Return how the planning stands on a local day; the latest day is in time until it ends (R9)."""
    if done is not None:
        return State.MET if done <= window.latest else State.MET_LATE
    if today > window.latest:
        return State.LATE
    return State.DUE_SOON if today >= window.target else State.WAITING
