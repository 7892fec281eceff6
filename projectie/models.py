"""Every table, in one place for migrations: nothing else imports this module."""

from projectie.calendar_feed import models as calendar_feed
from projectie.complaints import models as complaints
from projectie.contracts import models as contracts
from projectie.history import History
from projectie.live import models as live
from projectie.mail import models as mail
from projectie.outages import models as outages
from projectie.people import models as people
from projectie.recurring import models as recurring
from projectie.series import Series
from projectie.terms import models as terms
from projectie.tickets import models as tickets
from projectie.tickets import promise_models as promises

__all__ = [
    "History",
    "Series",
    "calendar_feed",
    "complaints",
    "contracts",
    "live",
    "mail",
    "outages",
    "people",
    "promises",
    "recurring",
    "terms",
    "tickets",
]
