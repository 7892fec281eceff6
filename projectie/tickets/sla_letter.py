"""Staff are told by mail that a clock of an SLA has nearly run out, or has: whoever has the ticket, else the managers (R10).

The client is told nothing by itself: a person writes, or moves the promise.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.contracts.sla import Measure
from projectie.links import link_to
from projectie.mail.outbox import Draft, queue
from projectie.people.models import Organisation, Person, Role
from projectie.terms.in_force import studio_facts
from projectie.terms.studio import StudioFacts
from projectie.tickets.models import Ticket
from projectie.tickets.sla import BREACH, Mark
from projectie.tickets.to_colleague import to_colleague


def tell_staff(session: Session, ticket: Ticket, measure: Measure, mark: Mark, now: datetime) -> None:
    """Queue the letters of one mark, part of the deed that found it; each goes out once."""
    facts = studio_facts(session)
    client = session.scalar(select(Organisation.name).where(Organisation.id == ticket.organisation_id))
    for person in _told(session, ticket):
        queue(session, _draft(ticket, client or "", measure, mark, person, facts), now)


def _told(session: Session, ticket: Ticket) -> Sequence[Person]:
    active = select(Person).where(Person.active.is_(True)).order_by(Person.id)
    mine = session.scalars(active.where(Person.id == ticket.assignee_id)).all()
    return mine or session.scalars(active.where(Person.role == Role.MANAGER)).all()


def _draft(
    ticket: Ticket, client: str, measure: Measure, mark: Mark, person: Person, facts: StudioFacts
) -> Draft:
    return to_colleague(
        "tickets/sla_clock",
        person,
        facts,
        f"sla:{ticket.number}:{measure}:{ticket.priority}:{mark.percent}:{person.id}",
        reference=f"#{ticket.number}",
        subject_line=ticket.subject,
        client=client,
        measure=measure.value,
        breached=mark.percent == BREACH,
        percent=mark.percent,
        reached=mark.at,
        url=link_to("desk.ticket", ticket=ticket.number),
    )
