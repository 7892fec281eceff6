"""The words clients read and choose from: what it is about, who is affected, whether they can go on (R7, R8)."""

from flask_babel import lazy_gettext as _l

from projectie.tickets.models import Column
from projectie.tickets.priority import Impact, Kind, Urgency

KINDS = {
    Kind.OUTAGE: _l("The website or the mail is down"),
    Kind.LOGIN_PROBLEM: _l("I cannot sign in"),
    Kind.SECURITY_INCIDENT: _l("It looks like a break-in or a data leak"),
    Kind.CRITICAL_BUG: _l("Something essential fails, such as ordering or paying"),
    Kind.BUG: _l("Something does not work as it should"),
    Kind.CONTENT_CHANGE: _l("A text, picture or print file has to change"),
    Kind.WEBSITE_EXTENSION: _l("Something has to be added to the website"),
    Kind.NEW_FEATURE: _l("I want something that is not there yet"),
    Kind.QUESTION: _l("I have a question, or want advice"),
}
IMPACTS = {
    Impact.EVERYONE: _l("Everyone"),
    Impact.SEVERAL: _l("Some people"),
    Impact.ONE: _l("One person"),
}
URGENCIES = {
    Urgency.BLOCKED: _l("No"),
    Urgency.HINDERED: _l("Yes, with a detour"),
    Urgency.CAN_WAIT: _l("Yes, it can wait"),
}
STATES = {
    Column.NEW: _l("Received"),
    Column.TRIAGED: _l("Assessed"),
    Column.PLANNED: _l("Planned"),
    Column.IN_PROGRESS: _l("We are working on it"),
    Column.WAITING: _l("We are waiting for you"),
    Column.DONE: _l("Done"),
}
