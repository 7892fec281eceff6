"""The words people read about outages."""

from flask_babel import lazy_gettext as _l

from projectie.outages.progress import Severity, State, UsedBy

STATES = {
    State.INVESTIGATING: _l("we are investigating"),
    State.IDENTIFIED: _l("cause found"),
    State.WATCHING: _l("we are keeping an eye on it"),
    State.SOLVED: _l("solved"),
}
SEVERITIES = {
    Severity.SLOW: _l("slow or hindered"),
    Severity.PARTLY: _l("partly down"),
    Severity.DOWN: _l("down"),
}
USED_BY = {
    UsedBy.EVERYONE: _l("every client"),
    UsedBy.HOSTED: _l("clients whose site we host"),
    UsedBy.MAIL: _l("clients whose mail service we supply"),
}
