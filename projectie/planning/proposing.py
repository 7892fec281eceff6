"""The week to propose beside a ticket: read in two statements, however much is promised (R9)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Date, Integer, bindparam, cast, func, null, select, union_all
from sqlalchemy.orm import Session

from projectie.planning.booked import left
from projectie.planning.models import PlanningFigures
from projectie.planning.outlook import Work
from projectie.planning.proposal import propose
from projectie.planning.reading import outlook_on
from projectie.planning.words import why
from projectie.terms.figures import Figures
from projectie.tickets.board_models import Estimate
from projectie.tickets.columns import OPEN
from projectie.tickets.models import Ticket
from projectie.tickets.planning_promises import Ground
from projectie.tickets.proposals import Proposed, proposes


@proposes
def week_for(session: Session, ticket: Ticket, ground: Ground, figures: Figures) -> Proposed:
    """Return the first week with room for whoever does the ticket, and why it is that one."""
    rows = session.execute(_promised(), {"number": ticket.number}).all()
    desk = outlook_on(
        session, ground.today, ground.calendar, figures, lambda _session, _assumed: _works(rows)
    )
    takes = next(row.minutes for row in rows if row.planned is None)
    found = propose(takes, ticket.assignee_id, ground.window, desk.outlook)
    name = desk.names.get(ticket.assignee_id or 0, "").split(" ")[0]
    return Proposed(found.week, why(found, name or None, ground.window.latest, ground.calendar))


def _works(rows: Sequence[Any]) -> tuple[Work, ...]:
    """Return what is promised, added up by colleague and days: which ticket it is does not matter here."""
    return tuple(
        Work(0, row.who, row.planned, row.until or row.planned, int(row.minutes or 0))
        for row in rows
        if row.planned is not None
    )


@lru_cache
def _promised() -> CompoundSelect[*tuple[Any, ...]]:
    """Return the select of what is promised, added up, and of how long the ticket itself still takes, without days."""
    assumed = select(PlanningFigures.assumed_minutes).where(PlanningFigures.id == 1).scalar_subquery()
    takes = left(Ticket.number, Estimate.minutes, assumed)
    return union_all(
        select(
            Ticket.assignee_id.label("who"),
            Ticket.planned,
            Ticket.planned_until.label("until"),
            func.sum(takes).label("minutes"),
        )
        .outerjoin(Estimate, Estimate.ticket_number == Ticket.number)
        .where(Ticket.column.in_(OPEN), Ticket.planned.is_not(None))
        .group_by(Ticket.assignee_id, Ticket.planned, Ticket.planned_until),
        select(cast(null(), Integer), cast(null(), Date), cast(null(), Date), takes)
        .select_from(Ticket)
        .outerjoin(Estimate, Estimate.ticket_number == Ticket.number)
        .where(Ticket.number == bindparam("number")),
    )
