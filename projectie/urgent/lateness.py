"""Urgent work that was not ready in time: noted once, and leniency proposed to the managers (R12, R16)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.context import StudioInWords
from projectie.database import db, transaction
from projectie.links import link_to
from projectie.live.announce import announce
from projectie.mail.outbox import Draft, queue
from projectie.one_by_one import one_by_one
from projectie.people.models import Person, Role
from projectie.terms.in_force import studio_facts
from projectie.tickets.columns import OPEN
from projectie.tickets.merged import goes_on_at
from projectie.tickets.models import Ticket
from projectie.tickets.to_colleague import to_colleague
from projectie.urgent.agreeing import quote_held
from projectie.urgent.models import Quote
from projectie.urgent.running import running

LATE = "ticket.urgent_late"
AT_ONCE = 50


def note_late(now: datetime) -> int:
    """Note what should have been ready by now and is not; return how many."""
    over = running(Quote.late_at.is_(None), Quote.ready_by <= now)
    numbers = db.session.scalars(over.limit(AT_ONCE)).all()
    db.session.rollback()
    return one_by_one(numbers, lambda number: _note(number, now))


def _note(number: int, now: datetime) -> int:
    with transaction() as session:
        quote, ticket = quote_held(session, number)
        if quote.late_at is not None or ticket.column not in OPEN:
            return 0
        quote.late_at = now
        details = {"quote": quote.id, "version": quote.version}
        history.record(session, at=now, by=None, deed=LATE, of=("ticket", ticket.number), details=details)
        managers = select(Person).where(Person.role == Role.MANAGER, Person.active.is_(True))
        for manager in session.scalars(managers.order_by(Person.id)).all():
            queue(session, _letter(session, quote, ticket, manager), now)
        announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id)
        return 1


def _letter(session: Session, quote: Quote, ticket: Ticket, manager: Person) -> Draft:
    facts, number = studio_facts(session), goes_on_at(session, ticket.number)
    return to_colleague(
        "desk/urgent_late",
        manager,
        facts,
        f"urgent-late:{quote.id}:{manager.id}",
        studio=StudioInWords(facts),
        marker="",
        number=number,
        subject_line=ticket.subject,
        ready_by=quote.ready_by,
        leniency_url=link_to("manage.leniency", ticket=number),
    )
