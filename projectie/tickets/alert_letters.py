"""The people on call are told by mail of what cannot wait, round after round until somebody takes it."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.alerts.models import Alert, Cause
from projectie.alerts.on_call import people_on_call, repeat_after
from projectie.alerts.pace import first_round, next_round
from projectie.alerts.raising import OPEN, end_alert, phone_hours, tell_browsers
from projectie.clock.phone import PhoneHours, is_open
from projectie.language import LOCALES
from projectie.links import link_to
from projectie.mail.outbox import Draft, queue
from projectie.people.models import Person
from projectie.terms.in_force import studio_facts
from projectie.terms.studio import StudioFacts
from projectie.tickets.alarms import Alarm, due_alarms
from projectie.tickets.columns import lock_board
from projectie.tickets.models import Column, Ticket
from projectie.tickets.priority import Priority
from projectie.tickets.to_colleague import to_colleague
from projectie.tickets.words import KINDS


def is_any_open(session: Session) -> bool:
    """Return whether there is anything to look after, without holding up anybody."""
    return session.scalar(select(Alert.id).where(OPEN).limit(1)) is not None


def tell_on_call(session: Session, now: datetime) -> int:
    """End what nobody needs to take any more and tell of the rest that is due; return how many letters were queued."""
    lock_board(session)  # one round at a time, and nobody takes it meanwhile
    end_needless(session, now)
    due = due_alarms(session, now)
    if not due:
        return 0
    hours = phone_hours(session, now)
    return sum(_round(session, alarm, hours, now) for alarm in due)


def end_needless(session: Session, now: datetime) -> None:
    """End the alerts that nobody needs to take any more: done, not critical any more, or answered."""
    columns = (
        Alert.ticket_number,
        Alert.cause,
        Alert.raised_at,
        Ticket.column,
        Ticket.priority,
        Ticket.answered_at,
    )
    found = select(*columns).join(Ticket, Ticket.number == Alert.ticket_number)
    for number, cause, raised_at, column, priority, answered_at in session.execute(found.where(OPEN)).all():
        owed = answered_at is None or answered_at < raised_at  # whoever was answered before asks anew
        needed = priority is Priority.CRITICAL if cause is Cause.CRITICAL else owed
        if column is Column.DONE or not needed:
            end_alert(session, number, cause, now)


def _round(session: Session, alarm: Alarm, hours: PhoneHours, now: datetime) -> int:
    alert = session.get_one(Alert, alarm.id)
    if not is_open(now, hours):  # nobody worked through what was due; it waits for the next opening
        alert.due_at = first_round(now, hours)
        return 0
    people, facts = people_on_call(session), studio_facts(session)
    for person in people:
        queue(session, _draft(alarm, person, facts), now)
    alert.rounds += 1
    alert.due_at = next_round(now, repeat_after(session), hours)
    tell_browsers(session, alarm.number, now)
    return len(people)


def _draft(alarm: Alarm, person: Person, facts: StudioFacts) -> Draft:
    with force_locale(LOCALES[person.language]):
        kind = str(KINDS[alarm.kind]) if alarm.kind else str(_("Critical"))
    link, key = (
        f"{link_to('desk.alerts')}#alert-{alarm.number}",
        f"alert:{alarm.id}:{alarm.rounds}:{person.id}",
    )
    return to_colleague("desk/alert", person, facts, key, alarm=alarm, kind=kind, link=link)
