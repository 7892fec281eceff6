"""What is said of complaints on pages."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from projectie.complaints.case import About, Outcome, Side, Way
from projectie.complaints.clocks import Stage

ABOUT: Mapping[About, Any] = {
    About.COMPLAINT: _l("Complaint"),
    About.QUESTION: _l("Question"),
    About.SUGGESTION: _l("Suggestion"),
}
WAYS: Mapping[Way, Any] = {
    Way.NAMED: _l("form, with an address"),
    Way.ACCOUNT: _l("by their account"),
    Way.ANONYMOUS: _l("anonymous"),
    Way.MAIL: _l("mail"),
    Way.TICKET: _l("moved from the desk"),
    Way.STAFF: _l("taken down by a colleague"),
}
OUTCOMES: Mapping[Outcome, Any] = {
    Outcome.UPHELD: _l("upheld"),
    Outcome.PARTLY: _l("partly upheld"),
    Outcome.NOT_UPHELD: _l("not upheld"),
    Outcome.WITHDRAWN: _l("withdrawn"),
    Outcome.THANKED: _l("answered with thanks"),
    Outcome.RELEASED: _l("released to the desk"),
}
STAGES: Mapping[Stage, Any] = {
    Stage.RECEIVED: _l("received"),
    Stage.TAKEN_UP: _l("taken up"),
    Stage.ANSWERED: _l("answered"),
    Stage.CLOSED: _l("closed"),
}
SIDES: Mapping[Side, Any] = {
    Side.COMPLAINANT: _l("Sender"),
    Side.MANAGEMENT: _l("Our management"),
    Side.TRUSTEE: _l("Trustee"),
    Side.DESK: _l("Helpdesk"),
}
DEEDS: Mapping[str, Any] = {
    "taken_up": _l("took it up"),
    "assigned": _l("gave it to a colleague"),
    "extended": _l("put the answer off"),
    "shut_out": _l("shut out a manager it is about"),
    "closed": _l("closed it"),
}
WORDS = {"about": ABOUT, "ways": WAYS, "outcomes": OUTCOMES, "stages": STAGES, "sides": SIDES, "deeds": DEEDS}
