"""The clock of an SLA on a card (R10): the one that runs now, in words and in tenths, so that a card stays the same for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from flask_babel import gettext as _

from projectie.clock.phone import PhoneHours
from projectie.contracts.sla import Counts, Measure
from projectie.tickets.sla_reading import counting_of
from projectie.tickets.sla_words import HOUR, LATE, MINUTE, TO_COME, left

TENTHS = 10


@dataclass(frozen=True, slots=True)
class CardClock:
    """What a card knows of its clock; without `due` it stands still."""

    measure: Measure
    counts: Counts
    minutes: int
    due: datetime | None


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What a card shows of its clock."""

    says: str
    tenths: int  # of the time that have passed
    late: bool


def clock_face(clock: CardClock, hours: PhoneHours, now: datetime, language: str) -> ClockFace:
    """Return how the clock of a card looks, in the language of the request; the minute that runs counts as whole."""
    return _face(clock, hours, now.replace(second=0, microsecond=0), language)


@lru_cache(maxsize=2048)
def _face(clock: CardClock, hours: PhoneHours, now: datetime, language: str) -> ClockFace:
    del language  # that of the request
    if clock.due is None:
        return ClockFace(str(_("clock stands still")), 0, late=False)
    if now > clock.due:
        return ClockFace(str(LATE[clock.measure]), TENTHS, late=True)
    rest = counting_of(clock.counts, hours).between(now, clock.due)
    words = left(_rounded(rest), round_the_clock=clock.counts is Counts.ALWAYS)
    says = str(_("%(what)s: %(time)s left", what=TO_COME[clock.measure], time=words))
    spent = max(timedelta(minutes=clock.minutes) - rest, timedelta())
    return ClockFace(says, min(spent * TENTHS // timedelta(minutes=clock.minutes), TENTHS), late=False)


def _rounded(time: timedelta) -> timedelta:
    """Return a time as exact as is of use: in ten minutes from an hour on, so that cards change seldom."""
    step = HOUR / 6 if time >= HOUR else MINUTE
    return time // step * step
