"""Charges: of each ticket exactly what its time costs, and a receipt for a closing at most once (R17, R25a)."""

from collections.abc import Iterator

from sqlalchemy import func, select

from projectie.commands.invariants.desk import Desk
from projectie.work.checking import wrong_charges
from projectie.work.models import Receipt


def charges(desk: Desk) -> Iterator[str]:
    """Name tickets whose charges are not what the rule says, or whose closing has two receipts."""
    yield from wrong_charges(desk.session)
    twice = (
        select(Receipt.ticket_number)
        .where(Receipt.written_at.is_not(None))
        .group_by(Receipt.ticket_number, Receipt.closed_at)
        .having(func.count() > 1)
    )
    for number in desk.session.scalars(twice.order_by(Receipt.ticket_number)):
        yield f"ticket {number} has two receipts of one closing"
