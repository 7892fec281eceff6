"""The words people read for the division of tasks (R5)."""

from flask_babel import lazy_gettext as _l

from projectie.contracts.models import Doer, Duty

DUTIES = {
    Duty.BACKUPS: _l("Backups"),
    Duty.UPDATES: _l("Updates"),
    Duty.DNS: _l("Domain names (DNS)"),
    Duty.CERTIFICATES: _l("Certificates"),
    Duty.MAIL: _l("Mail"),
}
DOERS = {
    Doer.STUDIO: _l("the studio"),
    Doer.PROVIDER: _l("the hosting provider"),
    Doer.CLIENT: _l("the client"),
}
