"""When colleagues of the demo studio work, who is away, and how long the open tickets take (R9)."""

from datetime import datetime, timedelta

from sqlalchemy import select

from projectie.clock.weeks import Week
from projectie.clock.workdays import Calendar
from projectie.clock.zone import local
from projectie.commands.demo.cast import Cast
from projectie.database import db
from projectie.planning.capacity import Leave
from projectie.planning.estimating import estimate
from projectie.planning.hours import Away, keep_hours, take_leave
from projectie.tickets.models import Column, Ticket

FULL_TIME, NO_DAY = 480, 0
HOURS = {  # minutes, Monday first
    "mara": (240, 240, NO_DAY, 240, NO_DAY),
    "daan": (FULL_TIME,) * 5,
    "anne": (FULL_TIME, FULL_TIME, NO_DAY, FULL_TIME, FULL_TIME),
    "bram": (450, 450, 450, 450, NO_DAY),
}
ESTIMATES = (30, 60, 240, 90, 480, 120, 45, 180)  # minutes; some tickets are left to the eye


def plan(cast: Cast, now: datetime, calendar: Calendar) -> None:
    """Keep the hours and a leave, and estimate most of the work that was assessed."""
    people = {key: person.id for key, person in cast.people.items()}
    today = local(now, calendar.zone).date()
    for key, minutes in HOURS.items():
        kept = dict(enumerate((*minutes, NO_DAY, NO_DAY)))
        keep_hours(people[key], kept, people[key], now - timedelta(days=30))
    monday = Week.of(today).later(2).monday
    away = Away(Leave(monday, monday + timedelta(days=3)), "vrij")
    take_leave(people["bram"], away, today, people["bram"], now - timedelta(minutes=2))
    for place, number in enumerate(_assessed()):
        if place % 5 != 4:
            estimate(number, ESTIMATES[place % len(ESTIMATES)], people["anne"], now - timedelta(minutes=1))


def _assessed() -> list[int]:
    query = select(Ticket.number).where(Ticket.priority.is_not(None), Ticket.column != Column.DONE)
    return list(db.session.scalars(query.order_by(Ticket.number)))
