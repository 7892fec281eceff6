"""How far the checklists of a ticket are, kept with the ticket: a card shows it without asking.

Rooms above keep the lists; each says once how its own are counted.
"""

from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from projectie.tickets.models import Ticket

_COUNTED: list[Select[*tuple[Any, ...]]] = []


def count_too(lines: Select[*tuple[Any, ...]]) -> None:
    """Count these lines as well: a row each, with the ticket's number as `ticket`, and as `done` when that was."""
    _COUNTED.append(lines)


def recount(session: Session, *numbers: int) -> None:
    """Count the lines of those tickets anew; part of the deed that changed them."""
    session.flush()
    rows = union_all(*_COUNTED).subquery()
    counted = select(rows.c.ticket, func.count(), func.count(rows.c.done)).group_by(rows.c.ticket)
    found = {row[0]: (row[1], row[2]) for row in session.execute(counted.where(rows.c.ticket.in_(numbers)))}
    for number in numbers:
        ticket = session.get_one(Ticket, number)
        ticket.lines, ticket.lines_done = found.get(number, (0, 0))
