"""A colleague makes a ticket by hand, in a line: one deed; no letter goes out, and no promise runs until one is given."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.database import transaction
from projectie.live.announce import announce
from projectie.people.models import Organisation, Person, Role
from projectie.terms.in_force import standing
from projectie.tickets.columns import place_at_end
from projectie.tickets.marks import Overrule
from projectie.tickets.models import Column, Ticket
from projectie.tickets.opening import Request, open_ticket
from projectie.tickets.overruling import prioritise
from projectie.tickets.quick_line import Known, Line

COLUMNS = tuple(column for column in Column if column is not Column.DONE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made: what the line says, in which column, and why its priority is not the rule's (R8)."""

    line: Line
    column: Column
    because: str


def known(session: Session, reader: int) -> Known:
    """Return who can be named in a line."""
    staff = select(Person.id, Person.name).where(
        Person.role.in_((Role.STAFF, Role.MANAGER)), Person.active.is_(True)
    )
    clients = select(Organisation.id, Organisation.name)
    return Known(
        {row.id: row.name for row in session.execute(staff)},
        {row.id: row.name for row in session.execute(clients)},
        reader,
    )


def add(wanted: Wanted, by: Person, now: datetime) -> Ticket:
    """Make the ticket at the end of its column and return it."""
    line = wanted.line
    with transaction() as session:
        ticket = open_ticket(session, _request(session, line, by), standing(session, now), now, by.id)
        ticket.response_from = ticket.response_by = None  # R6 answers a mail: nobody wrote one
        ticket.assignee_id = line.assignee
        if wanted.column is not Column.NEW:
            ticket.position = place_at_end(session, wanted.column)
            ticket.column = wanted.column
        if line.priority is not None:
            reason = {"priority": line.priority, "because": wanted.because, "person_id": by.id, "at": now}
            session.add(Overrule(ticket_number=ticket.number, **reason))
            session.flush()
            prioritise(session, ticket, now)
        announce(
            session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id, by=by.id
        )
        return ticket


def _request(session: Session, line: Line, by: Person) -> Request:
    """Return whose request it is: the client's first contact, who is answered, or else the colleague's own."""
    contact = session.scalars(
        select(Person)
        .where(Person.organisation_id == line.client, Person.active.is_(True))
        .order_by(Person.may_agree.desc(), Person.id)
        .limit(1)
    ).first()
    who = contact or by
    return Request(
        subject=line.subject,
        organisation_id=line.client,
        requester_id=contact.id if contact else None,
        requester_name=who.name,
        requester_address=who.email,
        verified=True,
        language=who.language,
        urgent_asked=False,
    )
