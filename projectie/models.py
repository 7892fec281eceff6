"""Every table, in one place for migrations: nothing else imports this module."""

from projectie.complaints import models as complaints
from projectie.contracts import models as contracts
from projectie.history import History
from projectie.live import models as live
from projectie.mail import models as mail
from projectie.people import models as people
from projectie.search import models as search
from projectie.series import Series
from projectie.terms import models as terms
from projectie.tickets import models as tickets
from projectie.tickets import people_models as ticket_people
from projectie.uploads import models as uploads
from projectie.whispers import models as whispers

__all__ = [
    "History",
    "Series",
    "complaints",
    "contracts",
    "live",
    "mail",
    "people",
    "search",
    "terms",
    "ticket_people",
    "tickets",
    "uploads",
    "whispers",
]
