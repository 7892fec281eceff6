"""What stands beside a ticket: its promise and why, its priority and why."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from projectie.clock.explanation import CountedDay, explain
from projectie.clock.workdays import Calendar
from projectie.contracts.queries import tier_on
from projectie.language import language
from projectie.people.models import Organisation, Person, Role
from projectie.terms.figures import Matrix, Tier
from projectie.terms.in_force import Published, calendar, standing_and_current
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
    today = now.astimezone(ZoneInfo(studio.zone)).date()
    terms, newest = standing_and_current(session, ticket.terms_number, today)
    current = newest.terms.matrix
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
        known=Known(terms.terms.figures, days, tier_key, current, newest.in_force_from),
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
    clients: list[tuple[int, str]] = []
    colleagues: list[tuple[int, str]] = []
    for is_client, number, name in session.connection().execute(_CHOICES):
        (clients if is_client else colleagues).append((number, name))
    return clients, services, colleagues


_CHOICES = union_all(
    select(literal(1).label("is_client"), Organisation.id, Organisation.name.label("name")),
    select(literal(0), Person.id, Person.name).where(Person.role != Role.CLIENT, Person.active.is_(True)),
).order_by("name")


def _promise(from_: datetime | None, by: datetime | None) -> ResponsePromise | None:
    return ResponsePromise(from_, by) if from_ and by else None
