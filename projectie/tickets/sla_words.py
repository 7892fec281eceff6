"""How a clock of an SLA stands, in words (R10): what is left, too late, or standing still."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from projectie.contracts.sla import Measure
from projectie.contracts.sla_words import length
from projectie.tickets.sla import Reading, State

LATE = {Measure.RESPONSE: _l("answer too late"), Measure.RESOLUTION: _l("solution too late")}
MET = {Measure.RESPONSE: _l("answered in time"), Measure.RESOLUTION: _l("solved in time")}
MET_LATE = {Measure.RESPONSE: _l("answered too late"), Measure.RESOLUTION: _l("solved too late")}
TO_COME = {Measure.RESPONSE: _l("answer"), Measure.RESOLUTION: _l("solution")}
HOUR, MINUTE, ONE_DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
LONG = 2 * ONE_DAY


def stands(measure: Measure, reading: Reading, *, round_the_clock: bool) -> str:
    """Return how a clock stands: answer: 2 h 10 min left."""
    match reading.state:
        case State.BREACHED:
            return str(LATE[measure])
        case State.MET:
            return str(MET[measure])
        case State.MET_LATE:
            return str(MET_LATE[measure])
        case State.PAUSED:
            return str(_("the clock stands still: waiting for the client"))
    words = left(reading.left, round_the_clock=round_the_clock)
    return str(_("%(what)s: %(time)s left", what=TO_COME[measure], time=words))


def left(time: timedelta, *, round_the_clock: bool) -> str:
    """Return how much time is left, in the steps in which people think; days only where every hour counts."""
    if round_the_clock and time >= LONG:
        return str(ngettext("%(num)d day", "%(num)d days", time // ONE_DAY))
    return length(max(time // MINUTE, 0)) if time < LONG else str(_("%(hours)s h", hours=time // HOUR))
