"""Refusals about outages, said in the reader's language at the field they belong to."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.forms import Form
from projectie.outages.faults import Fault, OutageError

SENTENCES = {
    Fault.STARTS_LATER: _l(
        "An outage cannot start in the future. Announce maintenance for what is still to come"
    ),
    Fault.STARTS_AFTER_SOLVED: _l("The outage cannot have started after it was solved"),
    Fault.WAS_TOLD: _l("People have been told of this outage, so it cannot be taken back. Solve it instead"),
    Fault.IS_OVER: _l("This maintenance is over, so it cannot be changed any more"),
    Fault.ENDS_BEFORE_START: _l("The end must lie after the beginning"),
    Fault.HAS_BEGUN: _l("Maintenance is announced ahead: choose a beginning that is still to come"),
    Fault.NAME_TAKEN: _l("There is already a part with this name. Choose another"),
    Fault.LAST_PART: _l("At least one part must be in use. Add another first"),
    Fault.UNKNOWN_PART: _l("Choose at least one part that is in use"),
}
FIELDS = {
    Fault.STARTS_LATER: "started_at",
    Fault.STARTS_AFTER_SOLVED: "started_at",
    Fault.IS_OVER: "ends_at",
    Fault.ENDS_BEFORE_START: "ends_at",
    Fault.HAS_BEGUN: "starts_at",
    Fault.NAME_TAKEN: "name_nl",
    Fault.LAST_PART: "in_use",
    Fault.UNKNOWN_PART: "parts",
}


def sentence(error: OutageError) -> str:
    """Return what is wrong, in the reader's language."""
    if error.fault is Fault.ELSEWHERE:
        return str(
            _("#%(ticket)s is part of another outage. Take it out of that one first", ticket=error.number)
        )
    if error.fault is Fault.NO_TICKET:
        return str(_("There is no ticket #%(ticket)s. Check the number", ticket=error.number))
    return str(SENTENCES[error.fault])


def at_field(form: Form, error: OutageError) -> None:
    """Put the sentence where it belongs in a form, else above it."""
    name = FIELDS.get(error.fault)
    if name is not None and name in form:
        form[name].errors = [sentence(error)]
    else:
        form.form_errors = [sentence(error)]
