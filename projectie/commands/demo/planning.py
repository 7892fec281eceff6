"""When colleagues of the demo studio work, who is away, what is promised and how long it takes (R9)."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from projectie.clock.weeks import Week
from projectie.clock.workdays import Calendar
from projectie.clock.zone import local
from projectie.commands.demo.moments import ago
from projectie.commands.demo.play import Play, Post
from projectie.database import db
from projectie.mail.outbox import send_due
from projectie.people.models import Person
from projectie.planning.capacity import Leave
from projectie.planning.estimating import estimate
from projectie.planning.hours import Away, keep_hours, take_leave
from projectie.tickets.models import Column, Ticket
from projectie.tickets.planning_promises import Span
from projectie.tickets.promise_keeping import Refused
from projectie.tickets.promising import Wanted, promise_planning

FULL_TIME, NO_DAY = 480, 0
HOURS = {  # minutes, Monday first
    "mara": (240, 240, NO_DAY, 240, NO_DAY),
    "daan": (FULL_TIME,) * 5,
    "anne": (FULL_TIME, FULL_TIME, NO_DAY, FULL_TIME, FULL_TIME),
    "bram": (450, 450, 450, 450, NO_DAY),
}
ESTIMATES = (30, 60, 240, 90, 480, 120, 45, 180)  # minutes; some tickets are left to the eye
WEEKS = (1, 0, 2, 1, 3)  # ahead, of what is in the column of planned work
PROMISED = 2.0  # working days ago
REASON = {"nl": "We wachten nog op teksten.", "en": "We are still waiting for texts."}


def plan(play: Play, now: datetime, calendar: Calendar) -> None:
    """Keep the hours, promise what is planned, estimate most of what was assessed, and let Bram be away."""
    people = {key: person.id for key, person in play.cast.people.items()}
    today = local(now, calendar.zone).date()
    for key, minutes in HOURS.items():
        kept = dict(enumerate((*minutes, NO_DAY, NO_DAY)))
        keep_hours(people[key], kept, people[key], now - timedelta(days=30))
    _promise(play, Week.of(today), ago(now, PROMISED, calendar))
    for place, number in enumerate(_tickets(Ticket.priority.is_not(None))):
        if place % 5 != 4:
            estimate(number, ESTIMATES[place % len(ESTIMATES)], people["anne"], now - timedelta(minutes=2))
    monday = Week.of(today).later(2).monday
    away = Away(Leave(monday, monday + timedelta(days=3)), "vrij")
    take_leave(people["bram"], away, today, people["bram"], now - timedelta(minutes=1))


def _promise(play: Play, this_week: Week, at: datetime) -> None:
    """Promise a week for every card that is planned, as its colleague would."""
    by = play.cast.people["anne"].id
    for place, number in enumerate(
        _tickets(Ticket.column == Column.PLANNED, Ticket.planned.is_(None), Ticket.opened_at < at)
    ):
        ticket = db.session.get_one(Ticket, number, populate_existing=True)
        promiser = db.session.get_one(Person, ticket.assignee_id or by)
        span = Span.week(this_week.later(WEEKS[place % len(WEEKS)]))
        wanted = Wanted(span, "", ticket.version)
        try:
            promise_planning(number, wanted, promiser, play.intake.key, at)
        except Refused:  # later than the terms allow: the client reads why
            wanted = Wanted(span, REASON[ticket.language], ticket.version)
            promise_planning(number, wanted, promiser, play.intake.key, at)
    send_due(Post(), at + timedelta(minutes=1), watch=lambda: 0.0)


def _tickets(*conditions: ColumnElement[bool]) -> list[int]:
    """Return the open tickets that are such, by number."""
    open_ = select(Ticket.number).where(Ticket.column != Column.DONE, *conditions)
    return list(db.session.scalars(open_.order_by(Ticket.number)))
