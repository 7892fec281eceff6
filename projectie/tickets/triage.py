"""Triage: the new column one ticket at a time, with all that is needed to decide about it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from projectie.people.models import Person
from projectie.people.scope import sees
from projectie.terms.in_force import calendar, in_force
from projectie.terms.studio import StudioFacts
from projectie.tickets import ticket_rows as rows
from projectie.tickets.about import About, about
from projectie.tickets.covered import Covered, covered_by
from projectie.tickets.marked import Marked, marked
from projectie.tickets.models import Direction, Ticket
from projectie.tickets.similar import Similar
from projectie.tickets.snoozing import Later, offered
from projectie.tickets.suggested import suggestion_for
from projectie.tickets.suggestion import Suggestion
from projectie.tickets.ticket_page import Entry, TicketPage
from projectie.tickets.triage_queue import Queue, similar_to
from projectie.tickets.truth import Truth, truth_of


@dataclass(frozen=True, slots=True)
class Turn:
    """The ticket whose turn it is, and what stands around it."""

    shown: TicketPage
    about: About
    suggestion: Suggestion
    covered: Covered
    similar: list[Similar]
    later: Later
    place: int
    of: int
    previous: int | None
    next: int | None


@dataclass(frozen=True, slots=True)
class Before:
    """The ticket before: how it stands now."""

    truth: Truth
    marked: Marked


def turn(
    session: Session, number: int, queue: Queue, reader: Person, studio: StudioFacts, now: datetime
) -> Turn:
    """Return a ticket of the queue as its turn has come."""
    shown = _conversation(session, number, reader)
    facts = about(session, shown, studio, now)
    days = calendar(session, in_force(session, facts.today).terms, studio.zone)
    return Turn(
        shown=shown,
        about=facts,
        suggestion=suggestion_for(shown),
        covered=covered_by(session, shown.ticket, facts.known.tier, facts.current),
        similar=similar_to(session, shown.ticket),
        later=offered(now, days),
        place=queue.place(number) or 0,
        of=len(queue.numbers),
        previous=queue.beside(number, -1),
        next=queue.beside(number, 1),
    )


def before(session: Session, number: int, now: datetime) -> Before | None:
    """Return how a ticket stands that was just in triage."""
    ticket = session.get(Ticket, number)
    return Before(truth_of(session, ticket), marked(session, number, now)) if ticket else None


def _conversation(session: Session, number: int, reader: Person) -> TicketPage:
    """Return the mails on a ticket, the oldest first: what a decision needs, in half the statements of its page."""
    found = rows.ticket_of(session, number)
    if found is None or not sees(reader.role, reader.organisation_id, found[0].organisation_id):
        raise LookupError(number)
    said, files = rows.said(session, number, older=True)[0], rows.files(session, number, 0)
    entries = (
        Entry(
            "incoming" if each.direction is Direction.IN else "outgoing",
            each.received_at,
            each.id,
            message=each,
            author=each.from_name or each.from_address,
            attachments=tuple(files.get(each.id, ())),
        )
        for each in said
    )
    newest = max((each.id for each in said), default=0)
    return TicketPage(found[0], found[1], tuple(entries), newest_message=newest, hint=None)
