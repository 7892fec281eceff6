"""The words people read about calls."""

from flask_babel import lazy_gettext as _l

from projectie.calls.models import CallState
from projectie.calls.slots import Fault

STATES = {
    CallState.BOOKED: _l("call is booked"),
    CallState.CANCELLED: _l("call was cancelled"),
    CallState.HELD: _l("call was held"),
}
FAULTS = {
    Fault.PAST: _l("This moment has passed. Choose another one; what you filled in is still here"),
    Fault.NOTICE: _l("This moment is too soon for us. Choose a later one, or phone us"),
    Fault.FAR: _l("This moment is too far ahead. Choose an earlier one"),
    Fault.OFF_GRID: _l("We do not start calls at that time. Choose a moment from the list"),
    Fault.CLOSED: _l("We cannot phone at that moment. Choose a moment from the list"),
    Fault.TAKEN: _l("This moment has just been taken. Choose another one; what you filled in is still here"),
}
OVER = _l("This call is over or cancelled. Nothing was changed.")
SAME = _l("The call was at that moment already. Nothing was changed.")
TOO_LATE = _l("It is too late to move this call here. Phone us, and we will find another moment.")
