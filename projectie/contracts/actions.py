"""What can be done about contracts: agree one, change it, end it, undo one that never began; divide the tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, exists, or_, select, true
from sqlalchemy.orm import Session

from projectie import history
from projectie.contracts.faults import ContractError, Fault, Period
from projectie.contracts.models import Contract, Doer, Duty, SlaPolicy, SlaTimes, Task
from projectie.database import transaction
from projectie.people.models import Organisation


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What is agreed: the key of a tier, from the first to the last day (none: until further notice)."""

    tier: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Share:
    """Who does a task, and how to reach a provider (R5)."""

    doer: Doer
    contact: str


def add_contract(organisation_id: int, facts: ContractFacts, by: int | None, now: datetime) -> int:
    """Keep a new contract and return its id; raise ContractError when it overlaps with another."""
    with transaction() as session:
        contract = Contract(organisation_id=organisation_id)
        _write(session, contract, facts)
        session.add(contract)
        session.flush()
        history.record(
            session,
            at=now,
            by=by,
            deed="contract.added",
            of=("contract", contract.id),
            details=_details(contract),
        )
        return contract.id


def change_contract(contract_id: int, facts: ContractFacts, by: int | None, now: datetime) -> None:
    """Keep what the contract says now, and in the history what it said; raise ContractError as adding does."""
    with transaction() as session:
        contract = session.get_one(Contract, contract_id, with_for_update=True)
        before = _said(contract)
        _write(session, contract, facts)
        if _said(contract) != before:
            history.record(
                session,
                at=now,
                by=by,
                deed="contract.changed",
                of=("contract", contract_id),
                details=_details(contract, before),
            )


def end_contract(contract_id: int, last_day: date, by: int | None, now: datetime) -> None:
    """Keep the last day of a contract; raise ContractError when it lies before the first or in a later contract."""
    with transaction() as session:
        contract = session.get_one(Contract, contract_id, with_for_update=True)
        before = _said(contract)
        _write(session, contract, ContractFacts(contract.tier, contract.starts_on, last_day))
        history.record(
            session,
            at=now,
            by=by,
            deed="contract.ended",
            of=("contract", contract_id),
            details=_details(contract, before),
        )


def withdraw_contract(contract_id: int, today: date, by: int | None, now: datetime) -> None:
    """Remove a contract that has not begun; raise ContractError when it has."""
    with transaction() as session:
        contract = session.get_one(Contract, contract_id, with_for_update=True)
        if contract.starts_on <= today:
            raise ContractError(Fault.HAS_BEGUN)
        history.record(
            session,
            at=now,
            by=by,
            deed="contract.withdrawn",
            of=("contract", contract_id),
            details=_details(contract),
        )
        agreed = select(SlaPolicy.id).where(SlaPolicy.contract_id == contract_id)
        session.execute(delete(SlaTimes).where(SlaTimes.policy_id.in_(agreed)))
        session.execute(delete(SlaPolicy).where(SlaPolicy.contract_id == contract_id))
        session.delete(contract)


def divide_tasks(organisation_id: int, shares: Mapping[Duty, Share], by: int | None, now: datetime) -> None:
    """Keep who does what for a client who hosts elsewhere; a duty without a share is not agreed yet (R5)."""
    with transaction() as session:
        session.get_one(Organisation, organisation_id, with_for_update=True)
        kept = {
            task.duty: task
            for task in session.scalars(select(Task).where(Task.organisation_id == organisation_id))
        }
        for duty, task in kept.items():
            if duty not in shares:
                session.delete(task)
        for duty, share in shares.items():
            task = kept.get(duty) or Task(organisation_id=organisation_id, duty=duty)
            task.doer, task.contact = share.doer, share.contact
            session.add(task)
        details = {duty.value: share.doer.value for duty, share in shares.items()}
        history.record(
            session,
            at=now,
            by=by,
            deed="tasks.divided",
            of=("organisation", organisation_id),
            details=details,
        )


def _write(session: Session, contract: Contract, facts: ContractFacts) -> None:
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise ContractError(Fault.ENDS_BEFORE_START)
    has_sla = exists().where(SlaPolicy.contract_id == contract.id)
    if contract.id and contract.tier != facts.tier and session.scalar(select(has_sla)):
        raise ContractError(Fault.HAS_SLA)
    _refuse_overlap(session, contract, facts)
    contract.tier, contract.starts_on, contract.ends_on = facts.tier, facts.starts_on, facts.ends_on


def _refuse_overlap(session: Session, contract: Contract, facts: ContractFacts) -> None:
    """Refuse a second contract on the same day; whoever adds one meanwhile waits for the organisation's row."""
    session.get_one(Organisation, contract.organisation_id, with_for_update=True)
    before_ours_ends = Contract.starts_on <= facts.ends_on if facts.ends_on else true()
    overlapping = (
        select(Contract.starts_on, Contract.ends_on)
        .where(
            Contract.organisation_id == contract.organisation_id, Contract.id.is_distinct_from(contract.id)
        )
        .where(before_ours_ends, or_(Contract.ends_on.is_(None), Contract.ends_on >= facts.starts_on))
        .order_by(Contract.starts_on)
    )
    for starts_on, ends_on in session.execute(overlapping.limit(1)):
        raise ContractError(Fault.OVERLAP, Period(starts_on, ends_on))


def _said(contract: Contract) -> dict[str, Any]:
    ends_on = contract.ends_on.isoformat() if contract.ends_on else None
    return {"tier": contract.tier, "starts_on": contract.starts_on.isoformat(), "ends_on": ends_on}


def _details(contract: Contract, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what the history keeps of a contract: whose it is, what it says, and what it said."""
    said = {"organisation": contract.organisation_id, **_said(contract)}
    return said if before is None else {**said, "before": before}
