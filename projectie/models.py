"""Every table, in one place for migrations: nothing else imports this module."""

from projectie.complaints import models as complaints
from projectie.contracts import models as contracts
from projectie.history import History
from projectie.live import models as live
from projectie.mail import models as mail
from projectie.people import models as people
from projectie.series import Series
from projectie.terms import models as terms
from projectie.tickets import coverage_models, sla_models
from projectie.tickets import models as tickets

__all__ = [
    "History",
    "Series",
    "complaints",
    "contracts",
    "coverage_models",
    "live",
    "mail",
    "people",
    "sla_models",
    "terms",
    "tickets",
]
