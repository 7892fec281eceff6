"""A client asks to be erased: a ticket for a manager, who sees first what goes and what stays (AVG)."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.language import LOCALES
from projectie.live.announce import announce
from projectie.people.models import Organisation, Person, Role
from projectie.privacy.standing import ASKED, requests_of
from projectie.terms.in_force import standing
from projectie.tickets.models import Column, Ticket
from projectie.tickets.opening import Request, open_ticket


def ask_erasure(person: Person, now: datetime) -> int:
    """Open the ticket and return its number; asked twice it is one, as long as it is open."""
    with transaction() as session:
        session.get_one(Organisation, person.organisation_id, with_for_update=True)  # a double click waits
        known = open_request(session, person.id)
        if known is not None:
            return known
        ticket = _opened(session, person, now)
        details = {"ticket": ticket.number}
        history.record(session, at=now, by=person.id, deed=ASKED, of=("person", person.id), details=details)
        announce(
            session,
            at=now,
            kind="ticket",
            of=ticket.number,
            organisation=ticket.organisation_id,
            by=person.id,
        )
        return ticket.number


def open_request(session: Session, person: int) -> int | None:
    """Return the open ticket on which somebody asked to be erased."""
    numbers = requests_of(session, person)
    return session.scalar(
        select(Ticket.number).where(Ticket.number.in_(numbers), Ticket.column != Column.DONE).limit(1)
    )


def _opened(session: Session, person: Person, now: datetime) -> Ticket:
    managers = select(Person.id).where(Person.role == Role.MANAGER, Person.active.is_(True))
    with force_locale(LOCALES[person.language]):
        subject = str(_("Erase my data"))
    request = Request(
        subject=subject,
        organisation_id=person.organisation_id,
        requester_id=person.id,
        requester_name=person.name,
        requester_address=person.email,
        verified=True,
        language=person.language,
        urgent_asked=False,
    )
    ticket = open_ticket(session, request, standing(session, now), now, by=person.id)
    ticket.assignee_id = session.scalar(managers.order_by(Person.id).limit(1))
    return ticket
