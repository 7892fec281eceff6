"""A request that was sent, as its own page shows it: nothing of a client stands there that its sender did not type."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.clock.workdays import Calendar
from projectie.clock.zone import zone_name
from projectie.home.lines import TicketLine, lines, tickets
from projectie.people.models import Person
from projectie.people.scope import seen_by
from projectie.private_links import fits, number_in
from projectie.requests.filling_in import PURPOSE
from projectie.requests.models import OnlineMessage
from projectie.terms.figures import Figures
from projectie.terms.in_force import calendar, studio_facts, version
from projectie.tickets.models import Ticket
from projectie.tickets.priority import Priority
from projectie.tickets.promises import PlanningWindow, planning_window

OPEN_FOR = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Received:
    """What the page says: the number, by when there is an answer, and what happens next."""

    line: TicketLine
    window: PlanningWindow | None  # none: it goes first (R8)
    figures: Figures
    zone: str
    follows: bool  # how it goes on may be shown: of no client, or of one who proved it (R32)


def behind(session: Session, token: str, key: str, now: datetime) -> Received | None:
    """Return the request behind a link; a wrong or an old one opens nothing."""
    number = number_in(token)
    kept = session.get(OnlineMessage, number) if number else None
    if kept is None or not kept.opens or not fits(token, PURPOSE, kept.id, kept.nonce, key):
        return None
    return _received(session, session.get(Ticket, kept.ticket_number)) if now < kept.at + OPEN_FOR else None


def of_client(session: Session, number: int, reader: Person) -> Received | None:
    """Return a request as its client reads it; another's is as good as absent."""
    own = seen_by(reader, select(Ticket).where(Ticket.number == number), Ticket.organisation_id)
    return _received(session, session.scalars(own).first())


def _received(session: Session, ticket: Ticket | None) -> Received | None:
    if ticket is None:
        return None
    terms = version(session, ticket.terms_number).terms
    zone = studio_facts(session).zone
    days: Calendar = calendar(session, terms, zone)
    critical = ticket.priority is Priority.CRITICAL
    return Received(
        line=lines(session, tickets().where(Ticket.number == ticket.number), 1).rows[0],
        window=None if critical else planning_window(ticket.opened_at, terms.figures, days),
        figures=terms.figures,
        zone=zone_name(ticket.response_by, days.zone) if ticket.response_by else "",
        follows=ticket.verified or ticket.organisation_id is None,
    )
