"""Every table, in one place for migrations: nothing else imports this module."""

from projectie.accounts import models as accounts
from projectie.alerts import models as alerts
from projectie.bonds import models as bonds
from projectie.calendar_feed import models as calendar_feed
from projectie.calls import models as calls
from projectie.complaints import models as complaints
from projectie.contracts import models as contracts
from projectie.credits import models as credits_
from projectie.history import History
from projectie.imports import models as imports
from projectie.invoices import models as invoices
from projectie.job_runs import JobRun
from projectie.kept_forms import KeptForm
from projectie.live import models as live
from projectie.mail import models as mail
from projectie.outages import models as outages
from projectie.people import models as people
from projectie.planning import models as planning
from projectie.privacy import models as privacy
from projectie.proofs import models as proofs
from projectie.recurring import models as recurring
from projectie.requests import models as requests
from projectie.search import models as search
from projectie.series import Series
from projectie.snippets import models as snippets
from projectie.terms import models as terms
from projectie.tickets import (
    board_models,
    coverage_models,
    download_models,
    link_models,
    marks,
    numbering,
    sla_models,
    tag_models,
)
from projectie.tickets import models as tickets
from projectie.tickets import people_models as ticket_people
from projectie.tickets import promise_models as promises
from projectie.tickets import writing_models as writing
from projectie.topups import models as topups
from projectie.uploads import models as uploads
from projectie.urgent import models as urgent
from projectie.whispers import models as whispers
from projectie.work import models as work

__all__ = [
    "History",
    "JobRun",
    "KeptForm",
    "Series",
    "accounts",
    "alerts",
    "board_models",
    "bonds",
    "calendar_feed",
    "calls",
    "complaints",
    "contracts",
    "coverage_models",
    "credits_",
    "download_models",
    "imports",
    "invoices",
    "link_models",
    "live",
    "mail",
    "marks",
    "numbering",
    "outages",
    "people",
    "planning",
    "privacy",
    "promises",
    "proofs",
    "recurring",
    "requests",
    "search",
    "sla_models",
    "snippets",
    "tag_models",
    "terms",
    "ticket_people",
    "tickets",
    "topups",
    "uploads",
    "urgent",
    "whispers",
    "work",
    "writing",
]
