"""What staff decide about a ticket: whose it is, what it is, how urgent, and who takes it (R7, R8)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from projectie import history
from projectie.alerts.taking import take_open
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.tickets.changed import Changed
from projectie.tickets.columns import held, place_at_end, place_at_start
from projectie.tickets.models import Column, Ticket
from projectie.tickets.overruling import prioritise
from projectie.tickets.priority import Impact, Kind, Priority, Urgency
from projectie.tickets.staying import demand_free


@dataclass(frozen=True, slots=True)
class Properties:
    """The decisions, all at once."""

    organisation_id: int | None
    service: str | None
    kind: Kind | None
    impact: Impact | None
    urgency: Urgency | None
    assignee_id: int | None


def decide(
    number: int, wanted: Properties, version: int, by: int, now: datetime, *, accept: bool = False
) -> bool:
    """Keep the decisions and derive the priority (R8); return whether anything changed.

    A new ticket that gets its priority is triaged: it moves to that column, critical ones first (R8); `accept`:
    also one whose decisions were right already. Raises Changed when somebody else was ahead, or ClientStays.
    """
    with transaction() as session:
        ticket = held(session, number)
        if ticket.version != version:
            raise Changed(ticket.version)
        before = properties_of(ticket)
        if wanted == before and not (accept and _is_ready(ticket)):
            return False
        if before.organisation_id not in {None, wanted.organisation_id}:
            demand_free(session, number)
        for name, value in asdict(wanted).items():
            setattr(ticket, name, value)
        if before.organisation_id != wanted.organisation_id:
            ticket.requester_id = (
                None if ticket.requester_id and not wanted.organisation_id else ticket.requester_id
            )
        prioritise(session, ticket, now)
        if wanted.assignee_id == by:
            take_open(session, number, by, now)  # whoever gives it to themselves has taken it
        if _is_ready(ticket):
            first = ticket.priority is Priority.CRITICAL
            ticket.position = (place_at_start if first else place_at_end)(session, Column.TRIAGED)
            ticket.column, ticket.column_since = Column.TRIAGED, now
        ticket.version += 1
        changes = {name: value for name, value in asdict(wanted).items() if value != getattr(before, name)}
        details = {**changes, "priority": ticket.priority, "to_column": ticket.column.value}
        history.record(session, at=now, by=by, deed="ticket.triaged", of=("ticket", number), details=details)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by)
        return True


def _is_ready(ticket: Ticket) -> bool:
    return ticket.column is Column.NEW and ticket.priority is not None


def properties_of(ticket: Ticket) -> Properties:
    """Return what is decided about a ticket now."""
    return Properties(
        organisation_id=ticket.organisation_id,
        service=ticket.service,
        kind=ticket.kind,
        impact=ticket.impact,
        urgency=ticket.urgency,
        assignee_id=ticket.assignee_id,
    )
