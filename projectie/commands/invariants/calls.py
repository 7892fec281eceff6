"""Calls: nobody is in two at once, and what was picked is the call of its proposal (R11)."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import aliased

from projectie.calls.models import Call, CallProposal, CallState
from projectie.commands.invariants.desk import Desk


def appointments(desk: Desk) -> Iterator[str]:
    """Name calls of one colleague that overlap, and answers that went astray."""
    one, other = aliased(Call), aliased(Call)
    double = (
        select(one.id, other.id)
        .join(other, (other.colleague_id == one.colleague_id) & (other.id > one.id))
        .where(one.state == CallState.BOOKED, other.state == CallState.BOOKED)
        .where(one.starts_at < other.ends_at, other.starts_at < one.ends_at)
    )
    for first, second in desk.session.execute(double.order_by(one.id, other.id)):
        yield f"calls {first} and {second} are at once with one colleague"
    astray = select(CallProposal.id).join(Call, Call.id == CallProposal.call_id)
    for number in desk.session.scalars(astray.where(Call.ticket_number != CallProposal.ticket_number)):
        yield f"proposal {number} was answered on another ticket"
