"""What stands beside a ticket: its promise and why, its priority and why."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.clock.explanation import CountedDay, explain
from projectie.clock.workdays import Calendar
from projectie.contracts.queries import tier_on
from projectie.language import language
from projectie.people.models import Organisation, Person, Role
from projectie.terms.figures import Matrix, Tier
from projectie.terms.in_force import Published, calendar, in_force, version
from projectie.terms.studio import StudioFacts
from projectie.tickets.marked import Marked, marked
from projectie.tickets.morning import next_morning
from projectie.tickets.overruling import why
from projectie.tickets.priority import Reason, reason_of
from projectie.tickets.priority_words import rule_gives, sentence
from projectie.tickets.promises import ResponsePromise, State, response_state
from projectie.tickets.suggested import still_suggested
from projectie.tickets.suggestion import Suggestion
from projectie.tickets.ticket_page import Known, TicketPage


@dataclass(frozen=True, slots=True)
class About:
    """The facts beside a ticket."""

    promise: ResponsePromise | None
    promise_state: State | None
    counted: tuple[CountedDay, ...]  # none under an SLA, which counts in its own way (R10)
    reason: Reason
    tier: Tier | None
    terms: Published
    days: Calendar  # by those terms
    current: Matrix  # of the terms in force today
    today: date
    morning: datetime  # when a reply that can wait goes out
    known: Known  # for the panels
    form_values: dict[str, str]
    marked: Marked
    why: str  # it has its priority, in one sentence
    rule: str  # what the rule gives by itself, where it was overruled
    suggestion: Suggestion  # of what nobody decided yet


def about(session: Session, shown: TicketPage, studio: StudioFacts, now: datetime) -> About:
    """Return what the desk knows around a ticket (R6, R8)."""
    ticket, organisation = shown.ticket, shown.organisation
    terms = version(session, ticket.terms_number)
    today = now.astimezone(ZoneInfo(studio.zone)).date()
    current = in_force(session, today).terms.matrix
    tier_key = tier_on(session, organisation.id, today) if organisation else None
    promise = _promise(ticket.response_from, ticket.response_by)
    days = calendar(session, terms.terms, studio.zone)
    marks = marked(session, ticket.number, now)
    reason = why(ticket, marks.overruled)
    return About(
        promise=promise,
        promise_state=response_state(promise, ticket.answered_at, now) if promise else None,
        counted=explain(ticket.opened_at, promise.by, days) if promise and not ticket.by_sla else (),
        reason=reason,
        tier=next((tier for tier in current.tiers if tier.key == tier_key), None),
        terms=terms,
        days=days,
        current=current,
        today=today,
        morning=next_morning(now, days),
        known=Known(terms.terms.figures, days, tier_key, current),
        form_values={
            "organisation": str(ticket.organisation_id or ""),
            "service": ticket.service or "",
            "kind": ticket.kind.value if ticket.kind else "",
            "impact": ticket.impact.value if ticket.impact else "",
            "urgency": ticket.urgency.value if ticket.urgency else "",
            "assignee": str(ticket.assignee_id or ""),
            "version": str(ticket.version),
        },
        marked=marks,
        why=sentence(reason, marks.overruled.name if marks.overruled else ""),
        rule=rule_gives(reason_of(ticket.kind, ticket.impact, ticket.urgency)) if marks.overruled else "",
        suggestion=still_suggested(shown),
    )


def choices_for(
    session: Session, matrix: Matrix
) -> tuple[list[tuple[int, str]], list[tuple[str, str]], list[tuple[int, str]]]:
    """Return what a ticket can be given: clients, services of the terms in force, colleagues."""
    services = [(service.key, service.name.in_(language())) for service in matrix.services]
    reader = session.connection()
    return list(reader.execute(_CLIENTS)), services, list(reader.execute(_COLLEAGUES))


_CLIENTS = select(Organisation.id, Organisation.name).order_by(Organisation.name)
_COLLEAGUES = (
    select(Person.id, Person.name)
    .where(Person.role != Role.CLIENT, Person.active.is_(True))
    .order_by(Person.name)
)


def _promise(from_: datetime | None, by: datetime | None) -> ResponsePromise | None:
    return ResponsePromise(from_, by) if from_ and by else None
