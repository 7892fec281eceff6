"""What was promised on a ticket, read: what stands now, its history, and what a new promise is judged by (R9)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import Session

from projectie.clock.zone import local
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.people.models import Person
from projectie.terms.in_force import calendar, studio_facts, version
from projectie.tickets.models import Delivery, Ticket
from projectie.tickets.planning_promises import Ground, Span
from projectie.tickets.promise_models import PlanningPromise, PromiseTakenBack
from projectie.tickets.promises import planning_window


@dataclass(frozen=True, slots=True)
class Told:
    """One promise of a ticket's history: who made it when, what it covers, why it moved, and how it was told."""

    id: int
    made_at: datetime
    made_by: str | None  # none: the desk itself
    first: date | None
    last: date | None
    terms_number: int
    moves_id: int | None
    reason: str
    letter_id: int | None
    state: LetterState | None  # of the letter; none: there was no address to tell it to
    told_at: datetime | None
    due_at: datetime | None
    attempts: int | None
    leased_until: datetime | None
    message_id: int | None  # the reply that told it; none: a letter of its own
    taken_back: bool

    @property
    def span(self) -> Span:
        """The days it covers."""
        return Span(self.first, self.last)


def standing_promise(session: Session, number: int) -> PlanningPromise | None:
    """Return the promise that stands on a ticket: the newest that was not taken back."""
    return session.scalars(_STANDING, {"number": number}).first()


def promises_of(session: Session, number: int) -> tuple[Told, ...]:
    """Return every promise that was ever made on a ticket, the newest first."""
    return tuple(Told(*row) for row in session.execute(_HISTORY, {"number": number}))


def first_promised(session: Session, number: int) -> datetime | None:
    """Return when a person first promised a planning that still counts; one told by a reply is that reply's answer."""
    return session.scalar(_FIRST, {"number": number})


def ground_for(session: Session, ticket: Ticket, standing: Span | None, now: datetime) -> Ground:
    """Return what a promise on that ticket is judged by: the terms it stands under, the working days, what stands."""
    terms = version(session, ticket.terms_number).terms
    days = calendar(session, terms, studio_facts(session).zone)
    window = planning_window(ticket.opened_at, terms.figures, days)
    return Ground(local(now, days.zone).date(), window, days, standing)


def local_day(session: Session, moment: datetime) -> date:
    """Return the studio's date at that moment."""
    return local(moment, ZoneInfo(studio_facts(session).zone)).date()


def span_of(promise: PlanningPromise | None) -> Span | None:
    """Return the days a promise covers; None without a promise."""
    return Span(promise.first_day, promise.last_day) if promise else None


_NUMBER: Any = bindparam("number")
_TAKEN_BACK = exists().where(PromiseTakenBack.promise_id == PlanningPromise.id)
_OF_TICKET = select(PlanningPromise).where(PlanningPromise.ticket_number == _NUMBER)
_STANDING = _OF_TICKET.where(~_TAKEN_BACK).order_by(PlanningPromise.id.desc()).limit(1)
_FIRST = select(func.min(PlanningPromise.made_at)).where(
    PlanningPromise.ticket_number == _NUMBER,
    PlanningPromise.made_by.is_not(None),
    ~_TAKEN_BACK,
    ~exists().where(Delivery.letter_id == PlanningPromise.letter_id),
)
_HISTORY: Select[*tuple[Any, ...]] = (
    select(
        PlanningPromise.id,
        PlanningPromise.made_at,
        Person.name,
        PlanningPromise.first_day,
        PlanningPromise.last_day,
        PlanningPromise.terms_number,
        PlanningPromise.moves_id,
        PlanningPromise.reason,
        PlanningPromise.letter_id,
        OutgoingLetter.state,
        OutgoingLetter.sent_at,
        OutgoingLetter.due_at,
        OutgoingLetter.attempts,
        OutgoingLetter.leased_until,
        Delivery.message_id,
        _TAKEN_BACK.label("taken_back"),
    )
    .outerjoin(Person, Person.id == PlanningPromise.made_by)
    .outerjoin(OutgoingLetter, OutgoingLetter.id == PlanningPromise.letter_id)
    .outerjoin(Delivery, Delivery.letter_id == PlanningPromise.letter_id)
    .where(PlanningPromise.ticket_number == _NUMBER)
    .order_by(PlanningPromise.id.desc())
)
