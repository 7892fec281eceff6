"""The clocks of an SLA (R10): values in, moments and a state out; no database, and time is handed in.

A clock runs from arrival; it stands still while the ticket waits for its client, and while it is done, so that a
ticket that is reopened goes on where it stood. Another priority is another promise, counted from arrival again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from projectie.clock.counting import Counting, Pause, due, elapsed
from projectie.contracts.sla import Measure
from projectie.tickets.models import Column

STANDING_STILL = frozenset({Column.WAITING, Column.DONE})
WARNED, PRESSING, BREACH = 70, 90, 100  # percent of the time
MARKS = (WARNED, PRESSING, BREACH)


class State(StrEnum):
    """How a clock stands at a moment."""

    RUNNING = "running"
    PAUSED = "paused"
    WARNED = "warned"  # 70 % of the time has passed
    PRESSING = "pressing"  # 90 %
    BREACHED = "breached"
    MET = "met"
    MET_LATE = "met_late"


@dataclass(frozen=True, slots=True)
class Clock:
    """What a clock measures: so much time from the start, pauses left out, until it stopped (None: it has not)."""

    measure: Measure
    start: datetime
    amount: timedelta
    counting: Counting
    pauses: tuple[Pause, ...] = ()
    stopped: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock at a moment: `due` is None while it stands still."""

    state: State
    due: datetime | None
    spent: timedelta
    left: timedelta  # nothing once it is breached

    @property
    def share(self) -> int:
        """Whole percents of the time that have passed, at most 100."""
        whole = self.spent + self.left
        return min(self.spent * 100 // whole, 100) if whole else 100


@dataclass(frozen=True, slots=True)
class Mark:
    """A share of the time and the moment at which it has passed."""

    percent: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """A line of history that moved the ticket, or took such a move back."""

    id: int
    at: datetime
    column: Column
    undoes: int | None = None


def read(clock: Clock, now: datetime) -> Reading:
    """Return how a clock stands; what comes at the very last moment is in time."""
    spent = elapsed(clock.start, clock.stopped or now, clock.pauses, clock.counting)
    left = max(clock.amount - spent, timedelta())
    return Reading(_state(clock, spent, now), due_at(clock), spent, left)


def due_at(clock: Clock, percent: int = BREACH) -> datetime | None:
    """Return when that share of the time has passed; None while the clock stands still before that."""
    pauses = [
        pause for pause in clock.pauses if clock.stopped is None or pause.start < clock.stopped
    ]  # what came after does not matter
    return due(clock.start, clock.amount * percent // 100, pauses, clock.counting)


def reached(clock: Clock, now: datetime) -> tuple[Mark, ...]:
    """Return what there is to tell by now: warnings while it runs, and the breach also when it was stopped since."""
    told = (BREACH,) if clock.stopped else MARKS
    moments = ((percent, due_at(clock, percent)) for percent in told)
    end = clock.stopped or now
    return tuple(
        Mark(percent, moment)
        for percent, moment in moments
        if moment is not None and (moment < end or (moment == end and percent < BREACH))
    )


def next_mark(clock: Clock, told: Iterable[int]) -> datetime | None:
    """Return when there is something new to tell; None: never, or not until the clock runs again."""
    known = set(told)
    if clock.stopped is not None:
        late = due_at(clock)
        return late if BREACH not in known and late is not None and late < clock.stopped else None
    moments = (due_at(clock, percent) for percent in MARKS if percent not in known)
    return min((moment for moment in moments if moment is not None), default=None)


def pauses_of(moves: Sequence[Moved], column: Column, since: datetime) -> tuple[Pause, ...]:
    """Return when a ticket stood still, from its history; it stands in that column now, since then.

    A move that was taken back was a slip: it is as if it had never been made.
    """
    slips = {move.undoes for move in moves if move.undoes is not None}
    kept = [move for move in moves if move.id not in slips and move.undoes is None]
    if (kept[-1].column if kept else Column.NEW) is not column:
        kept.append(Moved(0, since, column))  # moved by something that left no line
    return tuple(_pauses(kept))


def _pauses(moves: Iterable[Moved]) -> Iterable[Pause]:
    begun: datetime | None = None
    for move in moves:
        stands = move.column in STANDING_STILL
        if stands and begun is None:
            begun = move.at
        elif not stands and begun is not None:
            yield Pause(begun, move.at)
            begun = None
    if begun is not None:
        yield Pause(begun)


def _state(clock: Clock, spent: timedelta, now: datetime) -> State:
    if clock.stopped is not None:
        return State.MET if spent <= clock.amount else State.MET_LATE
    if spent > clock.amount:
        return State.BREACHED
    if any(pause.start <= now and (pause.end is None or now < pause.end) for pause in clock.pauses):
        return State.PAUSED
    if spent * 100 >= clock.amount * PRESSING:
        return State.PRESSING
    return State.WARNED if spent * 100 >= clock.amount * WARNED else State.RUNNING
