"""What people, accounts and their wishes are held in."""

from sqlalchemy import ColumnElement

from projectie.accounts.models import Authenticator, Invitation, LinkWish, Passkey, RecoveryCode, SignInLink
from projectie.alerts.models import OnCall
from projectie.calendar_feed.models import CalendarFeed
from projectie.contracts.models import Contract, SlaPolicy, Task
from projectie.credits.models import BalanceNotice
from projectie.history import History
from projectie.imports.models import ImportRun
from projectie.people.models import Browser, MailDomain, Organisation, Person
from projectie.planning.models import LeaveRow, WorkingHours
from projectie.privacy.holding import Fate, Holding, Subject, Via
from projectie.privacy.models import DataExport, RetentionRule, RetentionRun

SECRET = frozenset(
    ("password_hash", "session_key", "nonce", "token_hash", "code_hash", "credential", "public_key", "sealed")
)


def _about(subject: Subject) -> ColumnElement[bool]:
    return (History.subject == "person") & (History.subject_id == subject.person)


PERSON = Holding(
    Person, "account", Fate.BLANK, people=("id",), organisations=("organisation_id",), hidden=SECRET
)
CONTRACT = Holding(Contract, "client", Fate.STAYS, organisations=("organisation_id",))
HELD = (
    PERSON,
    Holding(Organisation, "client", Fate.STAYS, organisations=("id",)),
    Holding(MailDomain, "client", Fate.STAYS, organisations=("organisation_id",)),
    Holding(Browser, "ways_in", Fate.GONE, people=("person_id",), hidden=SECRET),
    Holding(SignInLink, "ways_in", Fate.GONE, people=("person_id",), hidden=SECRET),
    Holding(LinkWish, "ways_in", Fate.GONE, addresses=("email",)),
    Holding(Passkey, "ways_in", Fate.GONE, people=("person_id",), hidden=SECRET),
    Holding(Authenticator, "ways_in", Fate.GONE, people=("person_id",), hidden=SECRET | {"last_step"}),
    Holding(RecoveryCode, "ways_in", Fate.GONE, people=("person_id",), hidden=SECRET),
    Holding(
        Invitation,
        "ways_in",
        Fate.GONE,
        people=("person_id",),
        acts=("made_by_id",),
        addresses=("email",),
        organisations=("organisation_id",),
        hidden=SECRET,
    ),
    Holding(BalanceNotice, "wishes", Fate.GONE, people=("person_id",), hidden=SECRET),
    Holding(CalendarFeed, "wishes", Fate.GONE, people=("person_id",), hidden=SECRET),
    Holding(OnCall, "wishes", Fate.GONE, people=("person_id",)),
    Holding(LeaveRow, "wishes", Fate.GONE, people=("person_id",)),
    Holding(WorkingHours, "wishes", Fate.GONE, people=("person_id",)),
    Holding(History, "history", Fate.STAYS, acts=("actor_id",), more=_about),
    CONTRACT,
    Holding(
        SlaPolicy,
        "client",
        Fate.STAYS,
        acts=("made_by",),
        organisation_via=Via("contract_id", CONTRACT, "id"),
    ),
    Holding(Task, "client", Fate.STAYS, organisations=("organisation_id",)),
    Holding(
        DataExport,
        "history",
        Fate.STAYS,
        people=("person_id",),
        acts=("asked_by_id",),
        organisations=("organisation_id",),
        hidden=frozenset(("sha256", "leased_until")),
    ),
    Holding(RetentionRule, "history", Fate.STAYS, acts=("changed_by_id",)),
    Holding(RetentionRun, "history", Fate.STAYS, acts=("by_id",)),
    Holding(ImportRun, "history", Fate.STAYS, acts=("by_id",), hidden=frozenset(("sha256", "lines"))),
)
