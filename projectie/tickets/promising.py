"""Promising when the work is done, and moving that: one deed, one letter, one line of history (R6, R9)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.mail.models import OutgoingLetter
from projectie.mail.outbox import queue
from projectie.mail.waiting import has_not_left, hold_back
from projectie.people.models import Person
from projectie.tickets.broken import note_broken_of
from projectie.tickets.columns import held
from projectie.tickets.conversation import TAKE_BACK
from projectie.tickets.letters import ground_of
from projectie.tickets.models import Ticket
from projectie.tickets.notices import Moved
from projectie.tickets.placement import Stale
from projectie.tickets.planning_promises import Span
from projectie.tickets.promise_keeping import Made, judged, keep, take_back, to_planned
from projectie.tickets.promise_letters import letter_of
from projectie.tickets.promise_models import PlanningPromise
from projectie.tickets.promise_rows import span_of, standing_promise
from projectie.tickets.truth import truth_of
from projectie.tickets.withdrawing import TooLate, back_to, first_sign

MADE, MOVED, TAKEN_BACK = "ticket.promised", "ticket.promise_moved", "ticket.promise_taken_back"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A promise as it was chosen: the days, why (needed to move one, and beyond the latest day), and what was seen."""

    span: Span
    reason: str
    version: int  # of the ticket, on the screen of whoever promises


def promise_planning(number: int, wanted: Wanted, by: Person, key: str, now: datetime) -> int:
    """Promise when a ticket's work is done, or move what was promised; return the promise.

    The client is told by a letter that can be taken back for ten seconds; a person who promises has answered (R6).
    A card that was not planned yet goes to *planned* with it. Raises MissingError, Stale, or Refused with the rule.
    """
    with transaction() as session:
        ticket = held(session, number)
        if ticket.version != wanted.version:
            raise Stale(truth_of(session, ticket))
        standing = judged(session, ticket, wanted.span, wanted.reason, now)
        note_broken_of(session, ticket, now)
        moved = Moved(span_of(standing), wanted.span, wanted.reason)
        letter = _told(session, ticket, moved, by, key, now)
        promise = keep(session, ticket, Made(wanted.span, wanted.reason, by.id, letter), standing, now)
        ticket.answered_at = ticket.answered_at or now
        before = to_planned(session, ticket, wanted.span, now)
        _note(session, ticket, MOVED if standing else MADE, {**before, "promise": promise}, by.id, now)
        return promise


def take_promise_back(number: int, promise: int, by: int, now: datetime) -> None:
    """Take a promise back before its letter leaves: the ticket is as if it was never made.

    Raises MissingError, or TooLate when the client may know of it, or another promise stands.
    """
    with transaction() as session:
        ticket = held(session, number)
        standing, letter = standing_promise(session, number), _letter(session, number, promise)
        if standing is None or standing.id != promise or letter is None or not has_not_left(letter, now):
            raise TooLate
        hold_back(letter)
        take_back(session, ticket, [letter.id], by, now)
        if ticket.answered_at == standing.made_at:
            ticket.answered_at = first_sign(session, ticket)
        back_to(session, ticket, _line(session, number, promise))
        _note(session, ticket, TAKEN_BACK, {"promise": promise}, by, now)


def _told(session: Session, ticket: Ticket, moved: Moved, by: Person, key: str, now: datetime) -> int | None:
    """Queue what tells the client, and return the letter; None when there is no address."""
    if not ticket.requester_address:
        return None
    draft = letter_of(session, ticket, moved, by.name, ground_of(session, key, now))
    return queue(session, draft, now, due_at=now + TAKE_BACK).id


def _letter(session: Session, number: int, promise: int) -> OutgoingLetter | None:
    """Return the promise's own letter, held; raise MissingError when the ticket has no such promise."""
    row = session.get(PlanningPromise, promise)
    if row is None or row.ticket_number != number:
        raise MissingError(f"promise {promise}")
    if row.letter_id is None:
        return None
    return session.get(OutgoingLetter, row.letter_id, with_for_update=True, populate_existing=True)


def _line(session: Session, number: int, promise: int) -> history.History | None:
    told = select(history.History).where(
        history.History.subject == "ticket",
        history.History.subject_id == number,
        history.History.deed.in_((MADE, MOVED)),
    )
    lines = session.scalars(told.order_by(history.History.id.desc()))
    return next((line for line in lines if line.details["promise"] == promise), None)


def _note(
    session: Session, ticket: Ticket, deed: str, details: dict[str, Any], by: int | None, now: datetime
) -> None:
    ticket.version += 1
    said = {**details, "to_column": ticket.column.value, "version": ticket.version}
    if deed != TAKEN_BACK:
        said |= {"first": _iso(ticket.planned), "last": _iso(ticket.planned_until)}
    history.record(session, at=now, by=by, deed=deed, of=("ticket", ticket.number), details=said)
    announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id, by=by)


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
