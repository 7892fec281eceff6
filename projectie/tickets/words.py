"""The words people read for what a ticket is (glossary of desk.md)."""

from flask_babel import lazy_gettext as _l

from projectie.contracts.coverage import Finding
from projectie.mail.models import Mailbox
from projectie.tickets.models import Column, Fate
from projectie.tickets.priority import Impact, Kind, Priority, Urgency

COLUMNS = {
    Column.NEW: _l("New"),
    Column.TRIAGED: _l("Triaged"),
    Column.PLANNED: _l("Planned"),
    Column.IN_PROGRESS: _l("In progress"),
    Column.WAITING: _l("Waiting for client"),
    Column.DONE: _l("Done"),
}
KINDS = {
    Kind.OUTAGE: _l("Outage"),
    Kind.SECURITY_INCIDENT: _l("Security incident"),
    Kind.LOGIN_PROBLEM: _l("Login problem"),
    Kind.CRITICAL_BUG: _l("Critical bug"),
    Kind.BUG: _l("Bug"),
    Kind.NEW_FEATURE: _l("New feature"),
    Kind.WEBSITE_EXTENSION: _l("Website extension"),
    Kind.CONTENT_CHANGE: _l("Content change"),
    Kind.QUESTION: _l("Question or advice"),
}
IMPACTS = {
    Impact.EVERYONE: _l("everyone"),
    Impact.SEVERAL: _l("several people"),
    Impact.ONE: _l("one person"),
}
URGENCIES = {
    Urgency.BLOCKED: _l("no, blocked"),
    Urgency.HINDERED: _l("yes, hindered"),
    Urgency.CAN_WAIT: _l("yes, it can wait"),
}
PRIORITIES = {
    Priority.CRITICAL: _l("Critical"),
    Priority.HIGH: _l("High"),
    Priority.NORMAL: _l("Normal"),
    Priority.LOW: _l("Low"),
}
FATES = {
    Fate.CREATED: _l("new ticket"),
    Fate.APPENDED: _l("reply"),
    Fate.QUARANTINED: _l("could not be read, in quarantine"),
    Fate.BOUNCE: _l("bounce"),
    Fate.AUTO: _l("automatic mail"),
    Fate.CONSENT: _l("consent"),
    Fate.SPAM: _l("suspected spam"),
}
MAILBOXES = {
    Mailbox.SUPPORT: _l("tickets"),
    Mailbox.URGENT: _l("urgent requests"),
    Mailbox.INFO: _l("questions, released"),
}
COVERAGE = {
    Finding.COVERED: _l("Covered, against credits"),
    Finding.CONDITION_MET: _l("Covered, against credits: the condition is met"),
    Finding.CONDITION_NOT_MET: _l("Not covered: the condition is not met"),
    Finding.ON_REQUEST: _l("On request, against credits"),
    Finding.INCLUDED: _l("Included, costs no credits"),
    Finding.PER_SLA: _l("As agreed in the SLA"),
    Finding.NOT_COVERED: _l("Not covered"),
    Finding.NO_CONTRACT: _l("No contract known"),
    Finding.NO_SERVICE: _l("Choose the service to see what the contract says"),
}
