"""The words people read for what an SLA promises (R10)."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.contracts.durations import HOUR
from projectie.contracts.priority import Priority
from projectie.contracts.sla import Counts, Measure, Slower

COUNTS = {Counts.PHONE: _l("in phone hours"), Counts.ALWAYS: _l("24 × 7")}
MEASURES = {Measure.RESPONSE: _l("First answer"), Measure.RESOLUTION: _l("Solved")}
LEVELS = {
    Priority.CRITICAL: _l("Critical"),
    Priority.HIGH: _l("High"),
    Priority.NORMAL: _l("Normal"),
    Priority.LOW: _l("Low"),
}


def length(minutes: int) -> str:
    """Return a length of time: 4 h, 30 min, 4 h 30 min."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return str(_("%(minutes)s min", minutes=rest))
    if not rest:
        return str(_("%(hours)s h", hours=hours))
    return str(_("%(hours)s h %(minutes)s min", hours=hours, minutes=rest))


def caution(pair: Slower) -> str:
    """Return that a higher priority is promised no sooner than a lower one; it may be meant, rarely is."""
    said = {"higher": LEVELS[pair.higher], "lower": str(LEVELS[pair.lower]).lower()}
    if pair.measure is Measure.RESPONSE:
        return str(_("Mind: %(higher)s is answered later than %(lower)s.", **said))
    return str(_("Mind: %(higher)s is solved later than %(lower)s.", **said))
