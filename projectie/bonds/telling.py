"""A reminder whose moment has come is told by mail, once, to the colleague who asked for it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.bonds.models import Reminder
from projectie.links import link_to
from projectie.live.announce import announce
from projectie.mail.outbox import Draft, queue
from projectie.people.models import Person
from projectie.terms.in_force import studio_facts
from projectie.terms.studio import StudioFacts
from projectie.tickets.models import Ticket
from projectie.tickets.to_colleague import to_colleague

MOST = 100  # in one round; the next goes on


def tell_reminders(session: Session, now: datetime) -> int:
    """Tell of what is due and was not told; part of a deed that is open. Return how many."""
    due = (
        select(Reminder)
        .where(Reminder.due_at <= now, Reminder.told_at.is_(None), Reminder.done_at.is_(None))
        .order_by(Reminder.due_at, Reminder.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    reminders = session.scalars(due).all()
    facts = studio_facts(session) if reminders else None
    for reminder in reminders:
        reminder.told_at = now
        person, ticket = (
            session.get_one(Person, reminder.person_id),
            session.get_one(Ticket, reminder.ticket_number),
        )
        if facts is not None and person.active:
            queue(session, _draft(reminder, ticket, person, facts), now)
    for reminder in reminders:
        announce(session, at=now, kind="ticket", of=reminder.ticket_number)
    return len(reminders)


def _draft(reminder: Reminder, ticket: Ticket, person: Person, facts: StudioFacts) -> Draft:
    return to_colleague(
        "desk/reminder",
        person,
        facts,
        f"reminder:{reminder.id}",
        number=ticket.number,
        subject_line=ticket.subject,
        words=reminder.words,
        link=link_to("desk.ticket", ticket=ticket.number),
    )
