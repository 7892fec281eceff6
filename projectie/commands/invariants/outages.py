"""Outages: solved when their last update says so, a ticket in one at a time, answers where they belong."""

from collections.abc import Iterator

from sqlalchemy import func, select

from projectie.commands.invariants.desk import Desk
from projectie.outages.models import Outage, OutageAnswer, OutageTicket, OutageUpdate
from projectie.tickets.models import Message, Ticket


def outages(desk: Desk) -> Iterator[str]:
    """Name outages that do not stand as they were told to, tickets in two of them, and answers that went astray."""
    yield from _states(desk)
    yield from _tickets(desk)
    yield from _answers(desk)


def _states(desk: Desk) -> Iterator[str]:
    newest = select(func.max(OutageUpdate.id)).group_by(OutageUpdate.outage_id)
    told = (
        select(Outage.id)
        .join(OutageUpdate, OutageUpdate.outage_id == Outage.id)
        .where(OutageUpdate.id.in_(newest), OutageUpdate.state != Outage.state)
    )
    for number in desk.session.scalars(told.order_by(Outage.id)):
        yield f"outage {number} does not stand as its last update says"


def _tickets(desk: Desk) -> Iterator[str]:
    open_ones = (
        select(OutageTicket.ticket_number)
        .join(Outage, Outage.id == OutageTicket.outage_id)
        .where(Outage.solved_at.is_(None), Outage.withdrawn_at.is_(None))
        .group_by(OutageTicket.ticket_number)
        .having(func.count() > 1)
    )
    for number in desk.session.scalars(open_ones.order_by(OutageTicket.ticket_number)):
        yield f"ticket {number} is part of two outages that go on"


def _answers(desk: Desk) -> Iterator[str]:
    astray = (
        select(OutageAnswer.update_id, OutageAnswer.ticket_number)
        .join(Message, Message.id == OutageAnswer.message_id)
        .join(Ticket, Ticket.number == OutageAnswer.ticket_number)
        .where(Message.ticket_number.is_distinct_from(OutageAnswer.ticket_number))
        .where(Ticket.merged_into.is_(None))  # what was said goes on where the ticket does
    )
    for update, number in desk.session.execute(astray.order_by(OutageAnswer.update_id)):
        yield f"update {update} answered ticket {number} on another ticket"
