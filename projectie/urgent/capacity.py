"""What urgent work takes from the week (R14): the time kept free for it first, then what is promised to others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.clock.weeks import Week
from projectie.clock.zone import local
from projectie.planning.breaking import Break, touched_by
from projectie.planning.capacity import shared, working_minutes
from projectie.planning.outlook import ANYBODY, Outlook, Work
from projectie.planning.reading import Desk, desk_at
from projectie.tickets.models import Ticket
from projectie.urgent.models import Quote
from projectie.urgent.running import running

FIRST = -1  # in the order of promising: urgent work goes before all of it


@dataclass(frozen=True, slots=True)
class Effect:
    """A week as it is, and what would become of it."""

    desk: Desk
    planned: int  # minutes that can be planned
    promised: int
    kept_free: int
    urgent: int  # already agreed to
    moves: tuple[Break, ...]  # promises that would break
    subjects: dict[int, str]

    @property
    def numbers(self) -> list[int]:
        """The tickets whose promise would break."""
        return [each.work.ticket for each in self.moves]


def effect_of(session: Session, ticket: Ticket, minutes: int, ready_by: datetime, now: datetime) -> Effect:
    """Return what carrying it out by that moment does to the week in which it must be ready."""
    desk = desk_at(session, now)
    before = desk.outlook.without(ticket.number)
    day = local(ready_by, before.calendar.zone).date()
    week, agreed = Week.of(max(day, before.today)), _agreed(session, ticket.number)
    free = _kept_free(before, week)
    beyond = max(minutes + agreed - free, 0) - max(agreed - free, 0)
    who = ticket.assignee_id if ticket.assignee_id in before.by_id else ANYBODY
    work = Work(ticket.number, who, before.today, max(week.monday, before.today), beyond, FIRST)
    after = Outlook(before.today, before.calendar, before.colleagues, before.percent, (*before.works, work))
    moves = (
        tuple(each for each in touched_by(before, after) if each.work.ticket != ticket.number)
        if beyond
        else ()
    )
    return Effect(
        desk=desk,
        planned=before.capacity(ANYBODY, week),
        promised=before.total_load(week),
        kept_free=free,
        urgent=agreed,
        moves=moves,
        subjects=_subjects(session, (each.work.ticket for each in moves)),
    )


def _kept_free(outlook: Outlook, week: Week) -> int:
    return sum(
        shared(working_minutes(each, week, outlook.calendar, outlook.today), outlook.percent).kept_free
        for each in outlook.colleagues
    )


def _agreed(session: Session, but: int) -> int:
    """Return how long the urgent work takes that was agreed to and is not done, besides that ticket's."""
    still = running().subquery()
    query = select(Quote.minutes).join(still, still.c.quote == Quote.id).where(still.c.number != but)
    return sum(session.scalars(query))


def _subjects(session: Session, numbers: Iterable[int]) -> dict[int, str]:
    query = select(Ticket.number, Ticket.subject).where(Ticket.number.in_(list(numbers)))
    return {row.number: row.subject for row in session.execute(query)}
