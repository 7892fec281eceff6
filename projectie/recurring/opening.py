"""A round's ticket: opened by the desk itself, planned in its week, for the one who does it (R9)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from projectie import history
from projectie.clock.weeks import Week
from projectie.live.announce import announce
from projectie.people.models import Person
from projectie.recurring.models import RecurringSeries
from projectie.terms.figures import Text
from projectie.terms.in_force import standing
from projectie.tickets.models import Ticket
from projectie.tickets.opening import Request, open_ticket
from projectie.tickets.planning_promises import Span, refusal
from projectie.tickets.priority import Impact, Urgency, priority_of
from projectie.tickets.promise_keeping import Made, keep, to_planned
from projectie.tickets.promise_rows import ground_for

MOST_WEEKS = 5  # a studio is not closed for longer


def opened(session: Session, series: RecurringSeries, due_on: date, now: datetime) -> tuple[Ticket, Span]:
    """Open the ticket of a round and promise its week; part of a deed that is open, which tells the client."""
    contact = session.get_one(Person, series.contact_id)
    title = Text(series.title_nl, series.title_en).in_(contact.language)
    request = Request(
        subject=title,
        organisation_id=series.organisation_id,
        requester_id=contact.id,
        requester_name=contact.name,
        requester_address=contact.email,
        verified=True,
        language=contact.language,
        urgent_asked=False,
    )
    ticket = open_ticket(session, request, standing(session, now), now)
    ticket.service, ticket.assignee_id = series.service, series.assignee_id
    ticket.impact, ticket.urgency = Impact.ONE, Urgency.CAN_WAIT  # nobody is stuck: it keeps things well
    ticket.priority = priority_of(None, ticket.impact, ticket.urgency)
    ticket.answered_at = now  # the promise of a week is what an answer would say (R6)
    return ticket, _week(session, ticket, due_on, now)


def promise(session: Session, ticket: Ticket, span: Span, letter: int | None, now: datetime) -> None:
    """Keep the promise of that week, told by that letter, and put the card where planned work is."""
    made = keep(session, ticket, Made(span, "", None, letter), None, now)
    to_planned(session, ticket, span, now)
    details = {"promise": made, "to_column": ticket.column.value, "version": ticket.version}
    history.record(
        session, at=now, by=None, deed="ticket.promised", of=("ticket", ticket.number), details=details
    )
    announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id)


def _week(session: Session, ticket: Ticket, due_on: date, now: datetime) -> Span:
    """Return the week it is due in, or the first after it in which somebody works."""
    ground = ground_for(session, ticket, None, now)
    first = Week.of(max(due_on, ground.today))
    weeks = (Span.week(first.later(ahead)) for ahead in range(MOST_WEEKS))
    return next((week for week in weeks if refusal(week, "recurring", ground) is None), Span(None, None))
