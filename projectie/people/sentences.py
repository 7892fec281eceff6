"""Refusals about people, said in the reader's language at the field they belong to."""

from flask_babel import lazy_gettext as _l

from projectie.forms import Form
from projectie.people.faults import Fault, PeopleError

# fault: (field it stands at, sentence)
SENTENCES = {
    Fault.NAME_TAKEN: ("name", _l("There is already a client called %(name)s")),
    Fault.DOMAIN_TAKEN: ("domains", _l("%(domain)s already belongs to %(organisation)s")),
    Fault.ADDRESS_TAKEN: ("email", _l("There is already an account for %(email)s")),
    Fault.NO_ORGANISATION: ("organisation_id", _l("Choose the organisation of this client")),
    Fault.STRAY_ORGANISATION: (
        "organisation_id",
        _l("Staff and managers belong to the studio: choose “No organisation”"),
    ),
    Fault.OWN_ACCOUNT: ("role", _l("You cannot do this to your own account. Ask another manager")),
    Fault.LAST_MANAGER: (
        "role",
        _l("This is the last manager who can sign in. Make somebody else a manager first"),
    ),
    Fault.LAST_RESPONSIBLE: (
        "responsible",
        _l("Somebody must look after your organisation’s account. Make a colleague responsible first"),
    ),
    Fault.TOO_MANY: ("email", _l("That is enough invitations for today. Try again tomorrow, or call us")),
}


def sentence(error: PeopleError) -> str:
    """Return what is wrong, in the reader's language."""
    return str(SENTENCES[error.fault][1]) % error.values


def at_field(form: Form, error: PeopleError) -> None:
    """Put the sentence where it belongs in a form."""
    form[SENTENCES[error.fault][0]].errors = [sentence(error)]
