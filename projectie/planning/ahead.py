"""The planning page: the weeks ahead with what fits and what is promised, and what still needs a promise (R9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.clock.weeks import Week, working_days_of
from projectie.planning.breaking import will_break
from projectie.planning.cards import Card, card_of, cards_of, planned_tickets
from projectie.planning.outlook import Outlook, Work
from projectie.planning.proposal import Proposal, propose
from projectie.planning.reading import Desk, desk_at
from projectie.terms.figures import ClosedDay
from projectie.terms.in_force import versions
from projectie.tickets.columns import OPEN
from projectie.tickets.models import Column, Ticket
from projectie.tickets.planning_choices import name_of
from projectie.tickets.priority import Kind, Priority
from projectie.tickets.promises import PlanningWindow, planning_window

WEEKS = 9  # this one and the eight after it
MOST = 40  # tickets that need a promise, and tickets of a week: the board has the rest
FULL = 100  # percent


@dataclass(frozen=True, slots=True)
class Gauge:
    """How full something is, in minutes."""

    capacity: int
    load: int

    @property
    def room(self) -> int:
        """What is left."""
        return max(self.capacity - self.load, 0)

    @property
    def over(self) -> int:
        """What is too much."""
        return max(self.load - self.capacity, 0)

    @property
    def percent(self) -> int:
        """How much of it is used, for a bar."""
        return min(self.load * FULL // self.capacity, FULL) if self.capacity else FULL * bool(self.load)


@dataclass(frozen=True, slots=True)
class Need:
    """A ticket that still needs a promise, with the week to propose."""

    card: Card
    window: PlanningWindow
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week: who has how much time, and what is promised."""

    week: Week
    days: tuple[date, ...]
    closed: tuple[ClosedDay, ...]
    gauge: Gauge
    people: tuple[tuple[str, Gauge], ...]
    unassigned: int
    cards: tuple[Card, ...]
    more: int

    @property
    def key(self) -> str:
        """How a form names it: 2026-W50."""
        return name_of(self.week)


@dataclass(frozen=True, slots=True)
class Ahead:
    """All of the page."""

    desk: Desk
    needs: tuple[Need, ...]
    more_needs: bool
    weeks: tuple[WeekRow, ...]
    later: int  # promises in weeks further on

    @property
    def offered(self) -> tuple[WeekRow, ...]:
        """The weeks in which somebody works."""
        return tuple(row for row in self.weeks if row.days and row.days[-1] >= self.desk.outlook.today)

    def room(self, card: Card, row: WeekRow) -> int:
        """Return how many minutes that week has left for whoever does that ticket."""
        return self.desk.outlook.room(card.who, row.week)

    @property
    def shown(self) -> frozenset[int]:
        """The numbers of the tickets on the page."""
        cards = {card.number for row in self.weeks for card in row.cards}
        return frozenset(cards | {need.card.number for need in self.needs})


def ahead(session: Session, now: datetime) -> Ahead:
    """Return what the page shows at that moment; eleven statements."""
    desk = desk_at(session, now)
    outlook = desk.outlook
    weeks = tuple(outlook.this_week.later(number) for number in range(WEEKS))
    works = {week: outlook.works_in(week) for week in weeks}
    shown = [work.ticket for each in works.values() for work in each[:MOST]]
    cards = cards_of(session, shown, desk, will_break(outlook))
    needs = _needs(session, desk)
    return Ahead(
        desk=desk,
        needs=needs[:MOST],
        more_needs=len(needs) > MOST,
        weeks=tuple(_row(week, works[week], cards, desk) for week in weeks),
        later=sum(1 for work in outlook.works if work.last > weeks[-1].sunday),
    )


def _row(week: Week, works: list[Work], cards: Mapping[int, Card], desk: Desk) -> WeekRow:
    outlook = desk.outlook
    closed = outlook.calendar.closed
    days = (date.fromordinal(week.monday.toordinal() + place) for place in range(7))
    return WeekRow(
        week=week,
        days=working_days_of(week, outlook.calendar),
        closed=tuple(
            ClosedDay(day, closed[day])
            for day in days
            if day in closed and day.weekday() in outlook.calendar.working_weekdays
        ),
        gauge=Gauge(outlook.capacity(None, week), outlook.total_load(week)),
        people=tuple((desk.names[one.id], _gauge(outlook, one.id, week)) for one in outlook.colleagues),
        unassigned=outlook.load(None, week),
        cards=tuple(cards[work.ticket] for work in works[:MOST] if work.ticket in cards),
        more=max(len(works) - MOST, 0),
    )


def _gauge(outlook: Outlook, who: int, week: Week) -> Gauge:
    return Gauge(outlook.capacity(who, week), outlook.load(who, week))


def _needs(session: Session, desk: Desk) -> tuple[Need, ...]:
    """Return what was assessed and has no promised days, what arrived first on top.

    What is critical goes first anyway (R8), and a question is answered, not planned.
    """
    query = planned_tickets().where(
        Ticket.column.in_(OPEN),
        Ticket.planned.is_(None),
        Ticket.priority.is_not(None),
        Ticket.priority != Priority.CRITICAL,
        Ticket.kind != Kind.QUESTION,
    )
    rows = session.execute(query.order_by(Ticket.opened_at, Ticket.number).limit(MOST + 1)).all()
    return tuple(_need(row, figures, desk) for row, figures in _with_figures(session, rows))


def _with_figures(session: Session, rows: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Return each row with the figures of the terms it stands under (R2)."""
    known = {each.number: each.terms.figures for each in versions(session)}
    return [(row, known[row.terms_number]) for row in rows]


def _need(row: Any, figures: Any, desk: Desk) -> Need:
    card = card_of(row, desk, None)
    days = desk.outlook.calendar
    window = planning_window(row.opened_at, figures, days).solved_by(row.resolution_due, days.zone)
    return Need(card, window, propose(card.minutes, row.assignee_id, window, desk.outlook))


def unassessed(session: Session) -> int:
    """Return how many open tickets nobody has assessed yet: they are not planned before that."""
    query = select(func.count()).where(Ticket.column == Column.NEW, Ticket.priority.is_(None))
    return session.scalar(query) or 0
