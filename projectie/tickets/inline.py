"""One value of a ticket changed where it stands: title, priority, assignee, planned week (experience.md 1.1).

A conflict is judged by the value alone: a ticket that was moved meanwhile keeps nobody from changing its title.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.people.models import Person, Role
from projectie.terms.in_force import version
from projectie.tickets.changed import Changed
from projectie.tickets.inline_form import InlineForm
from projectie.tickets.models import Ticket
from projectie.tickets.overruling import overrule
from projectie.tickets.placement import Stale
from projectie.tickets.planning_choices import DAY, chosen, promises
from projectie.tickets.planning_promises import Span
from projectie.tickets.planning_words import short
from projectie.tickets.priority import Priority
from projectie.tickets.promise_rows import ground_for, span_of, standing_promise
from projectie.tickets.promising import Wanted, promise_planning
from projectie.tickets.properties import decide, properties_of
from projectie.tickets.retitling import retitle
from projectie.tickets.words import PRIORITIES


class Part(StrEnum):
    """What can be changed where it stands."""

    TITLE = "title"
    PRIORITY = "priority"
    ASSIGNEE = "assignee"
    PLANNED = "planned"


class Differs(Exception):  # noqa: N818 (a refusal that the page words)
    """The value is another by now than the one that was on screen; nothing was overwritten."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who changes it, when, and the key that signs addresses in letters."""

    person: Person
    key: str
    now: datetime


def value_of(ticket: Ticket, part: Part) -> str:
    """Return a value as a form holds it."""
    planned = f"{ticket.planned}/{ticket.planned_until}" if ticket.planned else ""
    values = {
        Part.TITLE: ticket.subject,
        Part.PRIORITY: ticket.priority.value if ticket.priority else "",
        Part.ASSIGNEE: str(ticket.assignee_id or ""),
        Part.PLANNED: planned,
    }
    return values[part]


def words_of(session: Session, ticket: Ticket, part: Part) -> str:
    """Return a value as people read it, empty when there is none."""
    if part is Part.TITLE:
        return ticket.subject
    if part is Part.PRIORITY:
        return str(PRIORITIES[ticket.priority]) if ticket.priority else ""
    if part is Part.ASSIGNEE:
        return session.scalar(select(Person.name).where(Person.id == ticket.assignee_id)) or ""
    return short(Span(ticket.planned, ticket.planned_until)) if ticket.planned else ""


def form_for(session: Session, ticket: Ticket, part: Part, now: datetime) -> InlineForm:
    """Return the form with the value as it is."""
    value = value_of(ticket, part)
    shown = {"was": value, "title": value, "value": "" if part is Part.PLANNED else value}
    form = InlineForm(formdata=None, data=shown)
    return offered(session, form, ticket, part, now)


def offered(session: Session, form: InlineForm, ticket: Ticket, part: Part, now: datetime) -> InlineForm:
    """Return the form with what can be chosen."""
    if part is Part.PRIORITY:
        return form.offer((key.value, str(name)) for key, name in PRIORITIES.items())
    if part is Part.ASSIGNEE:
        return form.offer_colleagues((row.id, row.name) for row in session.execute(_COLLEAGUES))
    if part is Part.PLANNED:
        standing = span_of(standing_promise(session, ticket.number))
        ground = ground_for(session, ticket, standing, now)
        offers = promises(ground, version(session, ticket.terms_number).terms.figures)
        return form.offer((str(one.value), str(one.label)) for one in offers if one.value != DAY)
    return form


def save(session: Session, ticket: Ticket, part: Part, form: InlineForm, who: Who) -> None:
    """Change that value; nothing happens when it is the same.

    Raises Differs when it changed meanwhile, and what a promise raises: Refused.
    """
    if value_of(ticket, part) != form.was.data:
        raise Differs
    try:
        _SAVES[part](session, ticket, form, who)
    except (Changed, Stale) as ahead:  # in this very moment
        raise Differs from ahead


def _title(_session: Session, ticket: Ticket, form: InlineForm, who: Who) -> None:
    retitle(ticket.number, form.title.data, ticket.version, who.person.id, who.now)


def _priority(_session: Session, ticket: Ticket, form: InlineForm, who: Who) -> None:
    if form.value.data != form.was.data:
        overrule(
            ticket.number,
            Priority(form.value.data),
            form.because.data,
            ticket.version,
            who.person.id,
            who.now,
        )


def _assignee(_session: Session, ticket: Ticket, form: InlineForm, who: Who) -> None:
    chosen_ = int(form.value.data) if form.value.data else None
    wanted = replace(properties_of(ticket), assignee_id=chosen_)
    decide(ticket.number, wanted, ticket.version, who.person.id, who.now)


def _planned(session: Session, ticket: Ticket, form: InlineForm, who: Who) -> None:
    span = chosen(form.value.data, None, lambda: ground_for(session, ticket, None, who.now))
    if span is not None:
        wanted = Wanted(span, form.because.data or "", ticket.version)
        promise_planning(ticket.number, wanted, who.person, who.key, who.now)


_SAVES = {Part.TITLE: _title, Part.PRIORITY: _priority, Part.ASSIGNEE: _assignee, Part.PLANNED: _planned}
_COLLEAGUES = (
    select(Person.id, Person.name)
    .where(Person.role != Role.CLIENT, Person.active.is_(True))
    .order_by(Person.name)
)
