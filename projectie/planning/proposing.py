"""The week to propose beside a ticket: read in two statements, however much is promised (R9)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Date, Integer, bindparam, cast, func, null, select, union_all
from sqlalchemy.orm import Session

from projectie.planning.models import Estimate
from projectie.planning.outlook import Work, left_of
from projectie.planning.proposal import propose
from projectie.planning.reading import outlook_on
from projectie.planning.words import why
from projectie.terms.figures import Figures
from projectie.tickets.models import Column, Ticket
from projectie.tickets.planning_promises import Ground
from projectie.tickets.proposals import Proposed, proposes


@proposes
def week_for(session: Session, ticket: Ticket, ground: Ground, figures: Figures) -> Proposed:
    """Return the first week with room for whoever does the ticket, and why it is that one."""
    rows = session.execute(_PROMISED, {"number": ticket.number}).all()
    desk = outlook_on(
        session, ground.today, ground.calendar, figures, lambda _session, assumed: _works(rows, assumed)
    )
    estimate = next((row.estimated for row in rows if row.planned is None), None)
    found = propose(left_of(estimate, 0, desk.assumed), ticket.assignee_id, ground.window, desk.outlook)
    name = desk.names.get(ticket.assignee_id or 0, "").split(" ")[0]
    return Proposed(found.week, why(found, name or None, ground.window.latest, ground.calendar))


def _works(rows: Sequence[Any], assumed: int) -> tuple[Work, ...]:
    """Return what is promised, added up by colleague and days: which ticket it is does not matter here."""
    return tuple(
        Work(
            0, row.who, row.planned, row.until or row.planned, int(row.estimated or 0) + row.unknown * assumed
        )
        for row in rows
        if row.planned is not None
    )


# What is promised, added up; and the estimate of the ticket itself, on a row without days.
_PROMISED: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(
        Ticket.assignee_id.label("who"),
        Ticket.planned,
        Ticket.planned_until.label("until"),
        func.sum(Estimate.minutes).label("estimated"),
        (func.count() - func.count(Estimate.minutes)).label("unknown"),
    )
    .outerjoin(Estimate, Estimate.ticket_number == Ticket.number)
    .where(Ticket.column != Column.DONE, Ticket.planned.is_not(None))
    .group_by(Ticket.assignee_id, Ticket.planned, Ticket.planned_until),
    select(
        cast(null(), Integer), cast(null(), Date), cast(null(), Date), Estimate.minutes, cast(null(), Integer)
    ).where(Estimate.ticket_number == bindparam("number")),
)
