"""What colleagues decide and plan is held in; what is left of a person there is a number."""

from projectie.alerts.models import Alert
from projectie.outages.models import Outage, OutageUpdate
from projectie.privacy.holding import Fate, Holding, Via
from projectie.recurring.models import RecurringRound, RecurringSeries, RoundItem
from projectie.snippets.models import Snippet
from projectie.terms.models import TermsVersion
from projectie.tickets.board_models import Estimate
from projectie.tickets.coverage_models import WorkRequest
from projectie.tickets.marks import Duplicate, Overrule, Snooze
from projectie.tickets.promise_models import PromiseTakenBack
from projectie.tickets.writing_models import DraftFile, Presence, WorkingDraft

SERIES = Holding(
    RecurringSeries,
    "work",
    Fate.STAYS,
    people=("contact_id",),
    acts=("assignee_id",),
    organisations=("organisation_id",),
    hidden=frozenset(("estimate_minutes",)),
)
ROUND = Holding(
    RecurringRound,
    "work",
    Fate.STAYS,
    acts=("answered_by",),
    organisation_via=Via("series_id", SERIES, "id"),
)
HELD = (
    SERIES,
    ROUND,
    Holding(RoundItem, "work", Fate.STAYS, acts=("done_by",), organisation_via=Via("round_id", ROUND, "id")),
    Holding(WorkRequest, "mentions", Fate.BLANK, acts=("noted_by",)),
    Holding(Alert, "work", Fate.STAYS, acts=("taken_by_id",)),
    Holding(Outage, "work", Fate.STAYS, acts=("created_by",)),
    Holding(OutageUpdate, "work", Fate.STAYS, acts=("author_id",), hidden=frozenset(("once",))),
    Holding(Snippet, "work", Fate.STAYS, acts=("changed_by_id",)),
    Holding(TermsVersion, "work", Fate.STAYS, acts=("changed_by",), hidden=frozenset(("content",))),
    Holding(Estimate, "work", Fate.STAYS, acts=("estimated_by",)),
    Holding(Duplicate, "work", Fate.STAYS, acts=("person_id",)),
    Holding(Overrule, "work", Fate.STAYS, acts=("person_id",)),
    Holding(Snooze, "work", Fate.STAYS, acts=("person_id",)),
    Holding(PromiseTakenBack, "work", Fate.STAYS, acts=("taken_by",)),
    Holding(WorkingDraft, "wishes", Fate.GONE, people=("author_id",), hidden=frozenset(("tab", "told_at"))),
    Holding(DraftFile, "work", Fate.STAYS, acts=("author_id",), hidden=frozenset(("sha256",))),
    Holding(Presence, "wishes", Fate.GONE, people=("person_id",), hidden=frozenset(("tab",))),
)
