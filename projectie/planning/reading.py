"""What planning is reckoned with, read: the colleagues, their hours and leave, and all that is promised (R9).

A fixed number of statements, however many tickets there are.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    exists,
    func,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from projectie.clock.workdays import Calendar
from projectie.clock.zone import local
from projectie.people.models import Person, Role
from projectie.planning.booked import left
from projectie.planning.capacity import DAY_MINUTES, WHOLE, Colleague, Leave
from projectie.planning.models import LeaveRow, PlanningFigures, WorkingHours
from projectie.planning.outlook import Outlook, Work
from projectie.terms.figures import Figures
from projectie.terms.in_force import standing
from projectie.tickets.board_models import Estimate
from projectie.tickets.columns import OPEN
from projectie.tickets.models import Ticket
from projectie.tickets.promise_models import PlanningPromise, PromiseTakenBack

Reader = Callable[[Session, int], tuple[Work, ...]]  # the work, given the minutes to assume of a ticket
HOUR = 60


@dataclass(frozen=True, slots=True)
class Desk:
    """What holds at a moment: the weeks ahead, who is who, and the figures they are reckoned by."""

    outlook: Outlook
    names: dict[int, str]  # of colleagues, in the order of their names
    assumed: int  # minutes of a ticket nobody has estimated


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """A leave as it is listed."""

    id: int
    leave: Leave
    word: str


def desk_at(session: Session, now: datetime) -> Desk:
    """Return what planning knows at that moment, every ticket by itself; five statements."""
    stands = standing(session, now)
    today = local(now, stands.calendar.zone).date()
    return outlook_on(session, today, stands.calendar, stands.terms.terms.figures, _works)


def outlook_on(session: Session, today: date, calendar: Calendar, figures: Figures, works: Reader) -> Desk:
    """Return the same for a day whose calendar and terms are known; one statement, and those of the work."""
    found = [Found(*row) for row in session.execute(_STAFF, {"today": today})]
    names = {row.person: row.name for row in sorted(found, key=_by_name) if row.name is not None}
    percent, assumed = next((row.percent or WHOLE, row.assumed or HOUR) for row in found if row.name)
    colleagues = _colleagues(found, names, figures)
    return Desk(Outlook(today, calendar, colleagues, percent, works(session, assumed)), names, assumed)


def _works(session: Session, assumed: int) -> tuple[Work, ...]:
    rows = session.connection().execute(
        _promised(), {"assumed": assumed}
    )  # past the ORM: there may be thousands
    return tuple(map(Work._make, rows))


def colleague_names(session: Session) -> dict[int, str]:
    """Return who works here, by id, in the order of their names."""
    return dict(session.execute(_NAMES).all())


def figures_of(session: Session) -> tuple[int, int]:
    """Return which percent of the hours is planned, and the minutes of a ticket nobody has estimated."""
    percent, assumed = session.execute(_FIGURES).one()
    return percent, assumed


def office_minutes(figures: Figures) -> tuple[int, ...]:
    """Return how long the office is open on each weekday: the hours of whoever has kept none."""
    opens, closes = figures.phone_opens, figures.phone_closes
    long = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
    return tuple(long % DAY_MINUTES if day in figures.working_weekdays else 0 for day in range(7))


def hours_of(session: Session, person_id: int) -> dict[int, int]:
    """Return the minutes a colleague keeps for each weekday; nothing when the office hours count."""
    rows = session.execute(_HOURS.where(WorkingHours.person_id == person_id))
    return {weekday: minutes for _, weekday, minutes in rows}


def leave_of(session: Session, person_id: int, today: date) -> tuple[LeaveLine, ...]:
    """Return the leave of a colleague that is not over, in order."""
    query = _LEAVE.where(LeaveRow.person_id == person_id)
    rows = session.execute(query, {"today": today})
    return tuple(LeaveLine(row.id, Leave(row.first_day, row.last_day, row.minutes), row.word) for row in rows)


def estimate_of(session: Session, number: int) -> tuple[int, str, datetime] | None:
    """Return how many minutes a ticket takes, who estimated it, and when."""
    row = session.execute(_ESTIMATE, {"number": number}).first()
    return (row.minutes, row.name, row.at) if row else None


class Found(NamedTuple):
    """A row of what is known of colleagues: an hour of their week (or their name alone), or a leave."""

    person: int
    name: str | None
    weekday: int | None
    minutes: int | None
    first: date | None
    last: date | None
    percent: int | None
    assumed: int | None


def _by_name(row: Found) -> tuple[str, int]:
    return (row.name or "").casefold(), row.person


def _colleagues(found: list[Found], names: dict[int, str], figures: Figures) -> tuple[Colleague, ...]:
    kept: dict[int, dict[int, int]] = defaultdict(dict)
    leave: dict[int, list[Leave]] = defaultdict(list)
    for row in found:
        if row.weekday is not None:
            kept[row.person][row.weekday] = row.minutes or 0
        elif row.first and row.last:
            leave[row.person].append(Leave(row.first, row.last, row.minutes))
    office = office_minutes(figures)
    return tuple(
        Colleague(
            person,
            tuple(kept[person].get(day, 0) for day in range(7)) if person in kept else office,
            tuple(sorted(leave.get(person, ()), key=lambda each: (each.first, each.last))),
        )
        for person in names
    )


_FIGURES = select(PlanningFigures.plannable_percent, PlanningFigures.assumed_minutes)
_NAMES = (
    select(Person.id, Person.name)
    .where(Person.role != Role.CLIENT, Person.active.is_(True))
    .order_by(func.lower(Person.name), Person.id)
)
_HOURS = select(WorkingHours.person_id, WorkingHours.weekday, WorkingHours.minutes)
_LEAVE = (
    select(
        LeaveRow.id,
        LeaveRow.person_id,
        LeaveRow.first_day,
        LeaveRow.last_day,
        LeaveRow.minutes,
        LeaveRow.word,
    )
    .where(LeaveRow.last_day >= bindparam("today"))
    .order_by(LeaveRow.first_day, LeaveRow.id)
)
# Everything of colleagues in one statement: their hours with the figures beside them, and their leave.
_STAFF: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(
        Person.id,
        Person.name,
        WorkingHours.weekday,
        WorkingHours.minutes,
        cast(null(), Date),
        cast(null(), Date),
        PlanningFigures.plannable_percent,
        PlanningFigures.assumed_minutes,
    )
    .select_from(Person)
    .join(PlanningFigures, PlanningFigures.id == 1)
    .outerjoin(WorkingHours, WorkingHours.person_id == Person.id)
    .where(Person.role != Role.CLIENT, Person.active.is_(True)),
    select(
        LeaveRow.person_id,
        cast(null(), String),
        cast(null(), Integer),
        LeaveRow.minutes,
        LeaveRow.first_day,
        LeaveRow.last_day,
        cast(null(), Integer),
        cast(null(), Integer),
    ).where(LeaveRow.last_day >= bindparam("today", type_=Date)),
)
_ESTIMATE = (
    select(Estimate.minutes, Person.name, Estimate.at)
    .join(Person, Person.id == Estimate.by)
    .where(Estimate.ticket_number == bindparam("number"))
)
_STANDS = (
    select(PlanningPromise.ticket_number, func.max(PlanningPromise.id).label("promise"))
    .where(~exists().where(PromiseTakenBack.promise_id == PlanningPromise.id))
    .group_by(PlanningPromise.ticket_number)
    .subquery()
)


@lru_cache
def _promised() -> Select[*tuple[Any, ...]]:
    """Return the select of what is promised; made when it is first asked, once every room has said what it knows."""
    return (
        select(
            Ticket.number,
            Ticket.assignee_id,
            Ticket.planned,
            func.coalesce(Ticket.planned_until, Ticket.planned),
            left(Ticket.number, Estimate.minutes, bindparam("assumed", type_=Integer)),
            func.coalesce(_STANDS.c.promise, 0),
        )
        .outerjoin(Estimate, Estimate.ticket_number == Ticket.number)
        .outerjoin(_STANDS, _STANDS.c.ticket_number == Ticket.number)
        .where(Ticket.column.in_(OPEN), Ticket.planned.is_not(None))
        .order_by(Ticket.planned_until)
    )
