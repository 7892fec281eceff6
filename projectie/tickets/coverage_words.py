"""What a contract says of a ticket, in words with what follows from it (R4)."""

from flask_babel import lazy_gettext as _l

from projectie.contracts.coverage import Consequence, Finding

FOLLOWS = {
    Consequence.CREDITS: _l("The work costs credits."),
    Consequence.FREE: _l("The work costs no credits."),
    Consequence.SLA: _l("The work is paid as the SLA says."),
    Consequence.NONE: _l("Agree with the client before you begin: nothing is charged as it stands."),
}
DECIDED = {
    Consequence.CREDITS: _l("Decided: charged"),
    Consequence.FREE: _l("Decided: included"),
    Consequence.SLA: _l("Decided: as the SLA says"),
    Consequence.NONE: _l("Decided: not covered"),
}
NEXT = {
    Finding.NO_CONTRACT: _l("The client has no contract: agree on the price first."),
    Finding.NO_SERVICE: _l("Choose the service under Properties."),
}
FACT_MET = _l("We supply this client’s mail, says its record.")
FACT_NOT_MET = _l("We do not supply this client’s mail, says its record.")
