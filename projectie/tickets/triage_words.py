"""What triage says: what became of the ticket before, why something was refused."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.context import moment
from projectie.tickets.duplicates import NoDuplicate
from projectie.tickets.models import Column
from projectie.tickets.snoozing import NotSnoozed
from projectie.tickets.triage import Before
from projectie.tickets.words import COLUMNS

NO_DUPLICATE = {
    NoDuplicate.ITSELF: _l("A ticket cannot be a duplicate of itself. Enter the number of the other one"),
    NoDuplicate.UNKNOWN: _l("There is no ticket with that number. Check it"),
    NoDuplicate.ROUND: _l("That ticket is a duplicate of this one already"),
    NoDuplicate.ALREADY: _l("This ticket is a duplicate of another one already"),
}
NOT_SNOOZED = {
    NotSnoozed.PAST: _l("Choose a day that is still to come"),
    NotSnoozed.FAR: _l("Choose a day within a year"),
    NotSnoozed.NOT_NEW: _l("This ticket is not new any more, so it is not in triage either"),
}


def became(done: Before) -> str:
    """Return what became of the ticket that was just dealt with."""
    truth, marks = done.truth, done.marked
    if marks.duplicate_of:
        about = {"number": truth.number, "other": marks.duplicate_of.number}
        return str(_("#%(number)s is closed as a duplicate of #%(other)s.", **about))
    if marks.snoozed_until:
        until = moment(marks.snoozed_until)
        return str(_("#%(number)s is put off until %(moment)s.", number=truth.number, moment=until))
    return str(_("#%(number)s is in %(column)s now.", number=truth.number, column=COLUMNS[truth.column]))


def taken(done: Before, reader: int) -> str:
    """Return why a ticket is not in triage any more: somebody was ahead."""
    truth = done.truth
    if truth.by is None or truth.by == reader or truth.column is Column.NEW:
        return became(done)
    about = {"number": truth.number, "name": truth.name, "column": COLUMNS[truth.column]}
    return str(_("%(name)s dealt with #%(number)s in the meantime: it is in %(column)s now.", **about))
