"""Triage and alerts: each priority follows from its answers or an overrule, no duplicate of a duplicate, takers exist."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import aliased

from projectie.alerts.models import Alert
from projectie.commands.invariants.desk import Desk
from projectie.tickets.marks import Duplicate, Overrule
from projectie.tickets.models import Ticket
from projectie.tickets.priority import priority_of


def priorities(desk: Desk) -> Iterator[str]:
    """Name tickets whose priority is neither the rule's nor what staff made of it (R8)."""
    columns = (Ticket.number, Ticket.kind, Ticket.impact, Ticket.urgency, Ticket.priority, Overrule.priority)
    found = select(*columns).outerjoin(Overrule, Overrule.ticket_number == Ticket.number)
    rows = desk.session.execute(found.order_by(Ticket.number), execution_options={"yield_per": 1000})
    for number, kind, impact, urgency, priority, overruled in rows:
        right = overruled or priority_of(kind, impact, urgency)
        if priority is not right:
            yield f"ticket {number} has priority {priority}, and {right} would be right"


def duplicates(desk: Desk) -> Iterator[str]:
    """Name duplicates of what is itself a duplicate: which ticket stands for both would be unsure."""
    further = aliased(Duplicate)
    chained = select(Duplicate.ticket_number, Duplicate.of_number).join(
        further, further.ticket_number == Duplicate.of_number
    )
    for number, of in desk.session.execute(chained.order_by(Duplicate.ticket_number)):
        yield f"ticket {number} is a duplicate of {of}, which is one itself"


def alerts(desk: Desk) -> Iterator[str]:
    """Name alerts that ended before they began."""
    backwards = select(Alert.id).where(Alert.ended_at < Alert.raised_at).order_by(Alert.id)
    for number in desk.session.scalars(backwards):
        yield f"alert {number} ended before it was raised"
