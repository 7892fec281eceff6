"""Staff overrule the priority the rule gives, with a reason, and let the rule hold again (R8)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.alerts.models import Cause
from projectie.alerts.raising import end_alert, raise_alert
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.tickets.changed import Changed
from projectie.tickets.columns import held
from projectie.tickets.marked import Overruled
from projectie.tickets.marks import Overrule
from projectie.tickets.models import Column, Ticket
from projectie.tickets.priority import Priority, Reason, overruled, reason_of


def overrule(number: int, priority: Priority, because: str, version: int, by: int, now: datetime) -> None:
    """Give a ticket another priority than the rule's; raise Changed, MissingError, or ValueError without a reason."""
    with transaction() as session:
        ticket = _current(session, number, version)
        reason = overruled(reason_of(ticket.kind, ticket.impact, ticket.urgency), priority, because)
        line = {"priority": priority, "because": reason.because or "", "person_id": by, "at": now}
        session.merge(Overrule(ticket_number=number, **line))
        _changed(session, ticket, "ticket.overruled", by, now)


def follow_rule(number: int, by: int, now: datetime) -> None:
    """Let the rule give the priority again; nothing happens when it does already."""
    with transaction() as session:
        ticket = held(session, number)
        kept = session.get(Overrule, number)
        if kept is not None:
            session.delete(kept)
            _changed(session, ticket, "ticket.overrule_ended", by, now)


def why(ticket: Ticket, by_staff: Overruled | None) -> Reason:
    """Return the priority of a ticket and all that made it."""
    rule = reason_of(ticket.kind, ticket.impact, ticket.urgency)
    return overruled(rule, by_staff.priority, by_staff.because) if by_staff else rule


def prioritise(session: Session, ticket: Ticket, now: datetime) -> None:
    """Derive the priority anew, part of a deed: the rule's, unless staff overruled it; critical raises the alarm."""
    chosen = session.scalar(select(Overrule.priority).where(Overrule.ticket_number == ticket.number))
    before, ticket.priority = (
        ticket.priority,
        chosen or reason_of(ticket.kind, ticket.impact, ticket.urgency).priority,
    )
    if ticket.priority is before or ticket.column is Column.DONE:
        return
    if ticket.priority is Priority.CRITICAL:
        raise_alert(session, ticket.number, Cause.CRITICAL, now)
    elif before is Priority.CRITICAL:
        end_alert(session, ticket.number, Cause.CRITICAL, now)


def _current(session: Session, number: int, version: int) -> Ticket:
    ticket = held(session, number)
    if ticket.version != version:
        raise Changed(ticket.version)
    return ticket


def _changed(session: Session, ticket: Ticket, deed: str, by: int, now: datetime) -> None:
    session.flush()
    prioritise(session, ticket, now)
    ticket.version += 1
    details = {"priority": ticket.priority}
    history.record(session, at=now, by=by, deed=deed, of=("ticket", ticket.number), details=details)
    announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id, by=by)
