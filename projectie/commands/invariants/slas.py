"""SLAs: versions in a row, and every clock under a version that was agreed with the ticket's client (R2, R10)."""

from collections.abc import Iterator

from sqlalchemy import func, select

from projectie.commands.invariants.desk import Desk
from projectie.contracts.models import Contract, SlaPolicy, SlaTimes
from projectie.tickets.models import Ticket
from projectie.tickets.sla_models import SlaClock


def slas(desk: Desk) -> Iterator[str]:
    """Name contracts with a version missing, clocks under somebody else's version, and clocks of another priority."""
    counted = select(SlaPolicy.contract_id, func.count(), func.max(SlaPolicy.version))
    for contract, versions, last in desk.session.execute(counted.group_by(SlaPolicy.contract_id)):
        if versions != last:
            yield f"contract {contract} has {versions} versions of its SLA, the last is {last}"
    clocks = (
        select(SlaClock.ticket_number)
        .join(Ticket, Ticket.number == SlaClock.ticket_number)
        .join(SlaPolicy, SlaPolicy.id == SlaClock.policy_id)
        .join(Contract, Contract.id == SlaPolicy.contract_id)
        .order_by(SlaClock.ticket_number)
    )
    foreign = clocks.where(Contract.organisation_id.is_distinct_from(Ticket.organisation_id))
    for number in desk.session.scalars(foreign):
        yield f"the clocks of ticket {number} run under another client's SLA"
    for number in desk.session.scalars(clocks.where(SlaClock.priority.is_distinct_from(Ticket.priority))):
        yield f"the clocks of ticket {number} run for another priority"
    named = (SlaTimes.policy_id == SlaClock.policy_id) & (SlaTimes.priority == SlaClock.priority)
    unnamed = select(SlaClock.ticket_number).outerjoin(SlaTimes, named).where(SlaTimes.policy_id.is_(None))
    for number in desk.session.scalars(unnamed.order_by(SlaClock.ticket_number)):
        yield f"the clocks of ticket {number} run for times that were never agreed"
