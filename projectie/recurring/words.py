"""The words people read about recurring work."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext as _n

from projectie.forms import Form
from projectie.recurring.models import RoundState
from projectie.recurring.periods import Unit
from projectie.recurring.series import Fault

UNITS = {Unit.WEEKS: _l("weeks"), Unit.MONTHS: _l("months")}
STATES = {
    RoundState.PROPOSED: _l("proposed, not answered"),
    RoundState.MADE: _l("ticket made"),
    RoundState.DECLINED: _l("declined"),
    RoundState.LAPSED: _l("not answered in time"),
}
SENTENCES = {
    Fault.PAST: ("next_on", _l("This day is over. Choose today or a later day")),
    Fault.NO_CONTACT: ("organisation", _l("This client has nobody to write to. Add a person first")),
    Fault.UNEVEN: ("checklist_en", _l("Write as many lines in English as in Dutch")),
    Fault.ENDED: ("next_on", _l("This work has ended, so it cannot be changed any more")),
}


def how_often(every: int, unit: Unit) -> str:
    """Return how often it comes back, in words."""
    if unit is Unit.WEEKS:
        return str(_n("every week", "every %(num)s weeks", every))
    return str(_n("every month", "every %(num)s months", every))


def at_field(form: Form, fault: Fault) -> None:
    """Put the sentence at the field it belongs to, else above the form."""
    name, said = SENTENCES[fault]
    if name in form:
        form[name].errors = [str(said)]
    else:
        form.form_errors = [str(said)]
