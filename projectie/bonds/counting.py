"""How far the checklists of tickets are, kept with the tickets: a card shows it without asking."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.bonds.models import ChecklistItem
from projectie.tickets.models import Ticket


def recount(session: Session, *numbers: int) -> None:
    """Count the lines of those tickets anew; part of the deed that changed them."""
    session.flush()
    counted = select(
        ChecklistItem.ticket_number, func.count(ChecklistItem.id), func.count(ChecklistItem.done_at)
    )
    wanted = counted.where(ChecklistItem.ticket_number.in_(numbers)).group_by(ChecklistItem.ticket_number)
    found = {row[0]: (row[1], row[2]) for row in session.execute(wanted)}
    for number in numbers:
        ticket = session.get_one(Ticket, number)
        ticket.lines, ticket.lines_done = found.get(number, (0, 0))
