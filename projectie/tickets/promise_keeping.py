"""The parts of every deed that promises a planning: may it be, keep it for ever, take it back untold (R9)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.mail.models import OutgoingLetter
from projectie.mail.waiting import has_not_left
from projectie.tickets.columns import place_at_end
from projectie.tickets.models import Column, Ticket
from projectie.tickets.moves import details_before
from projectie.tickets.planning_promises import Ground, Rule, Span, refusal
from projectie.tickets.promise_models import PlanningPromise, PromiseTakenBack
from projectie.tickets.promise_rows import ground_for, span_of, standing_promise

BEFORE_PLANNED = (Column.NEW, Column.TRIAGED)


class Refused(ValueError):  # noqa: N818 (a refusal that the page words)
    """The promise may not be made; nothing was changed. Carries the rule, what was wanted, and what it was judged by."""

    def __init__(self, rule: Rule, wanted: Span, ground: Ground) -> None:
        super().__init__(rule.value)
        self.rule = rule
        self.wanted = wanted
        self.ground = ground


@dataclass(frozen=True, slots=True)
class Made:
    """A promise to keep: who made it, the days, why, and the letter that tells it (None: nobody to tell)."""

    span: Span
    reason: str
    by: int | None
    letter: int | None


def judged(
    session: Session, ticket: Ticket, span: Span, reason: str, now: datetime
) -> PlanningPromise | None:
    """Return the promise that stands on the ticket, which this one would move; raise Refused when it may not."""
    standing = standing_promise(session, ticket.number)
    ground = ground_for(session, ticket, span_of(standing), now)
    if standing is not None and _is_untold(session, standing, now):
        raise Refused(Rule.UNTOLD, span, ground)
    _judge(ticket, span, reason, ground)
    return standing


def judged_first(session: Session, ticket: Ticket, span: Span, now: datetime) -> None:
    """Raise Refused when this first indication may not be given, as when a colleague promised something meanwhile."""
    standing = standing_promise(session, ticket.number)
    ground = ground_for(session, ticket, span_of(standing), now)
    if standing is not None:
        raise Refused(Rule.MEANWHILE, span, ground)
    _judge(ticket, span, "", ground)


def _judge(ticket: Ticket, span: Span, reason: str, ground: Ground) -> None:
    rule = Rule.DONE if ticket.column is Column.DONE else refusal(span, reason, ground)
    if rule is not None:
        raise Refused(rule, span, ground)


def keep(session: Session, ticket: Ticket, made: Made, moves: PlanningPromise | None, now: datetime) -> int:
    """Keep a promise for ever and return its id; the ticket carries its days for the board."""
    promise = PlanningPromise(
        ticket_number=ticket.number,
        made_at=now,
        made_by=made.by,
        first_day=made.span.first,
        last_day=made.span.last,
        terms_number=ticket.terms_number,
        moves_id=moves.id if moves else None,
        reason=made.reason,
        letter_id=made.letter,
    )
    session.add(promise)
    session.flush()
    ticket.planned, ticket.planned_until = made.span.first, made.span.last
    return promise.id


def to_planned(session: Session, ticket: Ticket, span: Span, now: datetime) -> dict[str, Any]:
    """Move a card that was not planned yet to that column; return what taking that back needs."""
    if span.first is None or ticket.column not in BEFORE_PLANNED:
        return {}
    before = details_before(ticket)
    ticket.position = place_at_end(session, Column.PLANNED)
    ticket.column, ticket.column_since = Column.PLANNED, now
    return before


def take_back(session: Session, ticket: Ticket, letters: list[int], by: int | None, now: datetime) -> None:
    """Let the promises these letters were to tell never have counted: what stood before stands again."""
    told = select(PlanningPromise.id, PlanningPromise.ticket_number).where(
        PlanningPromise.letter_id.in_(letters)
    )
    promises = session.execute(told).all()
    if not promises:
        return
    session.add_all(PromiseTakenBack(promise_id=promise.id, at=now, by=by) for promise in promises)
    session.flush()
    for number in {promise.ticket_number for promise in promises} | {
        ticket.number
    }:  # also of one merged into it
        show_standing(session, session.get_one(Ticket, number))


def show_standing(session: Session, ticket: Ticket) -> None:
    """Let a ticket carry the days of the promise that stands on it, for the board."""
    standing = standing_promise(session, ticket.number)
    ticket.planned = standing.first_day if standing else None
    ticket.planned_until = standing.last_day if standing else None


def _is_untold(session: Session, promise: PlanningPromise, now: datetime) -> bool:
    letter = session.get(OutgoingLetter, promise.letter_id) if promise.letter_id else None
    return letter is not None and letter.due_at > now and has_not_left(letter, now)
