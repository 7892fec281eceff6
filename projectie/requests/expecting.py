"""What a client may expect of a request before it is sent: what it costs, what the contract says, and when (R5, R25)."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.clock.workdays import Calendar
from projectie.context import studio, today
from projectie.contracts import queries
from projectie.contracts.column import ColumnLine, column_of, tier_names
from projectie.contracts.coverage import ClientFacts, Consequence, coverage_of
from projectie.contracts.duties import touched
from projectie.contracts.models import Doer
from projectie.contracts.queries import ClientRow, TaskRow
from projectie.contracts.sla_queries import policy_on
from projectie.credits.balance import balance_of
from projectie.credits.models import EntryKind, LedgerEntry
from projectie.home.reach import Answer, answer
from projectie.language import language
from projectie.people.models import Hosting, Person
from projectie.requests.estimate_rules import Cost, Usual, usual
from projectie.terms.figures import Figures, Service, Terms
from projectie.terms.in_force import calendar, in_force
from projectie.tickets.models import Column, Ticket
from projectie.tickets.priority import Impact, Kind, Priority, Reason, Urgency, reason_of
from projectie.tickets.priority_words import sentence
from projectie.tickets.promises import PlanningWindow, planning_window
from projectie.tickets.sla_reading import answers_by, phone_hours

MOST = 400  # past requests that are looked at


@dataclass(frozen=True, slots=True)
class Wanted:
    """As much of a request as is known while it is typed."""

    kind: Kind | None = None
    service: str | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """What it costs: the least, the balance before and after, what is usual; nothing of it for a visitor."""

    consequence: Consequence
    balance: int
    after: int
    usual: Usual | None


@dataclass(frozen=True, slots=True)
class Expected:
    """All that is said beside a request."""

    reason: Reason
    answer: Answer
    agreed: datetime | None  # by when an SLA promises an answer (R10)
    window: PlanningWindow | None  # none: it goes first (R8)
    figures: Figures
    tier: str | None
    line: ColumnLine | None  # what the contract says of the service
    money: Money | None
    tasks: tuple[TaskRow, ...]

    @property
    def why(self) -> str:
        """Why it has its priority, in a sentence; empty until it has one."""
        return sentence(self.reason) if self.reason.priority else ""

    @property
    def elsewhere(self) -> tuple[TaskRow, ...]:
        """The tasks that are not the studio's: others do them, so that nobody pays twice (R5)."""
        return tuple(task for task in self.tasks if task.doer is not Doer.STUDIO)

    def forward(self, subject: str, text: str) -> str:
        """Return what can be sent on to whoever does the task."""
        said = (_("Hello,"), _("Can you look at this for us?"), subject, text.strip())
        return "\n\n".join(part for part in said if part)


def services_of(terms: Terms) -> tuple[Service, ...]:
    """Return what a request can be about."""
    return terms.matrix.services


def expected(session: Session, wanted: Wanted, reader: Person | None, now: datetime) -> Expected:
    """Return what may be expected of a request that is sent at this moment; a visitor reads the terms alone."""
    terms = in_force(session, today()).terms
    days = calendar(session, terms, studio().zone)
    client = (
        queries.client(session, reader.organisation_id, today())
        if reader and reader.organisation_id
        else None
    )
    reason = reason_of(wanted.kind, wanted.impact, wanted.urgency)
    facts = (
        ClientFacts(client.tier, client.studio_mail)
        if client
        else ClientFacts(None, studio_supplies_mail=False)
    )
    critical = reason.priority is Priority.CRITICAL
    return Expected(
        reason=reason,
        answer=answer(now, terms.figures, days),
        agreed=_agreed(session, client, reason.priority, terms, days, now),
        window=None if critical else planning_window(now, terms.figures, days),
        figures=terms.figures,
        tier=tier_names(terms.matrix, language()).get(client.tier or "") if client else None,
        line=_line(terms, wanted.service, facts),
        money=_money(session, wanted, client, facts, terms) if client else None,
        tasks=_tasks(session, wanted, client) if client else (),
    )  # fmt: skip


def _line(terms: Terms, service: str | None, facts: ClientFacts) -> ColumnLine | None:
    names = {each.key: each.name.in_(language()) for each in terms.matrix.services}
    lines = column_of(terms.matrix, facts, language())
    return next((line for line in lines if line.service == names.get(service or "")), None)


def _money(session: Session, wanted: Wanted, client: ClientRow, facts: ClientFacts, terms: Terms) -> Money:
    balance = balance_of(session, client.id)
    verdict = coverage_of(terms.matrix, wanted.service, facts)
    return Money(
        verdict.consequence if wanted.service else Consequence.CREDITS,
        balance,
        balance - terms.figures.minimum_credits,
        usual(_costs(session, wanted.kind), client.id) if wanted.kind else None,
    )


def _costs(session: Session, kind: Kind) -> list[Cost]:
    """Return what the last requests of that kind cost, all together; one statement."""
    spent = -func.sum(LedgerEntry.credits)
    done = (
        select(Ticket.organisation_id, spent)
        .join(LedgerEntry, LedgerEntry.ticket_number == Ticket.number)
        .where(Ticket.kind == kind, Ticket.column == Column.DONE)
        .where(LedgerEntry.kind.in_((EntryKind.CHARGE, EntryKind.URGENT_CHARGE)))
        .group_by(Ticket.number)
        .having(spent > 0)
        .order_by(Ticket.number.desc())
        .limit(MOST)
    )
    return [Cost(row[0] or 0, row[1]) for row in session.execute(done)]


def _tasks(session: Session, wanted: Wanted, client: ClientRow) -> tuple[TaskRow, ...]:
    """Return who does what of the request touches, for a client who hosts elsewhere (R5)."""
    if client.hosting is not Hosting.SELF:
        return ()
    duties = touched(wanted.service, wanted.kind, wanted.subject)
    return tuple(task for task in queries.tasks_of(session, client.id) if task.duty in duties)


def _agreed(
    session: Session, client: ClientRow | None, priority: Priority | None, terms: Terms, days: Calendar, now: datetime
) -> datetime | None:  # fmt: skip
    policy = policy_on(session, client.id, today()) if client and priority else None
    if policy is None:
        return None
    return dict(answers_by(policy, now, phone_hours(terms.figures, days))).get(priority)  # type: ignore[arg-type]
