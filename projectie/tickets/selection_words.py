"""What is said of a deed on several tickets: how many it was done to, and why not to the others."""

from flask_babel import gettext as _
from flask_babel import ngettext

from projectie.tickets import board_words
from projectie.tickets.placement import Refused, Stale
from projectie.tickets.selection import Outcome
from projectie.tickets.words import COLUMNS


def report(outcome: Outcome) -> str:
    """Return what was done, in one sentence."""
    if not outcome.kept:
        return str(ngettext("%(num)d ticket changed.", "%(num)d tickets changed.", len(outcome.done)))
    counts = {"count": len(outcome.done), "all": len(outcome.done) + len(outcome.kept)}
    return str(_("%(count)s of %(all)s tickets changed. The others are still selected.", **counts))


def why(refusal: Exception, reader: int, column: str) -> str:
    """Return why one ticket was left as it is."""
    if isinstance(refusal, Stale):
        names = {key.value: str(name) for key, name in COLUMNS.items()}
        return board_words.stale(refusal, reader, names.get(column, ""))
    if isinstance(refusal, Refused):
        return board_words.refused(refusal.reason)
    return str(_("Not changed: a colleague changed it meanwhile."))
