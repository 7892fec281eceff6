"""An SLA is agreed, or agreed anew from a day on; what was promised before stays as it was (R2, R10)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.contracts.faults import ContractError, Fault, Period
from projectie.contracts.models import Contract, SlaPolicy, SlaTimes
from projectie.contracts.sla import Promised, is_sla
from projectie.database import transaction
from projectie.terms.in_force import in_force, today


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is agreed, from that day on."""

    starts_on: date
    promised: Promised


def agree(contract_id: int, agreed: Agreed, by: int | None, now: datetime) -> int:
    """Keep a new version of what the SLA promises and return its number; raise ContractError when it cannot hold.

    The first version may hold from the first day of the contract on; a later one changes nothing that was promised.
    """
    with transaction() as session:
        contract = session.get_one(Contract, contract_id, with_for_update=True)
        version = 1 + (session.scalar(_number_of(contract_id)) or 0)
        _refuse(session, contract, agreed, now)
        policy = SlaPolicy(
            contract_id=contract_id, version=version, starts_on=agreed.starts_on, made_at=now, made_by=by
        )
        session.add(policy)
        session.flush()
        session.add_all(_rows(policy.id, agreed.promised))
        details = {
            "policy": policy.id,
            "version": version,
            "starts_on": agreed.starts_on.isoformat(),
            "organisation": contract.organisation_id,
        }
        of = ("contract", contract_id)
        history.record(session, at=now, by=by, deed="contract.sla_agreed", of=of, details=details)
        return version


def _refuse(session: Session, contract: Contract, agreed: Agreed, now: datetime) -> None:
    day, period = today(session, now), Period(contract.starts_on, contract.ends_on)
    if not is_sla(in_force(session, day).terms.matrix, contract.tier):
        raise ContractError(Fault.NO_SLA)
    if not any(times.response or times.resolution for times in agreed.promised.values()):
        raise ContractError(Fault.NOTHING)
    if agreed.starts_on < contract.starts_on or (contract.ends_on and agreed.starts_on > contract.ends_on):
        raise ContractError(Fault.OUTSIDE, period)
    last = session.scalar(_start_of(contract.id))
    if last is not None and agreed.starts_on < last:
        raise ContractError(Fault.EARLIER, Period(last, None))
    if last is not None and agreed.starts_on < day:
        raise ContractError(Fault.PAST)


def _number_of(contract_id: int) -> Select[int]:
    return select(func.max(SlaPolicy.version)).where(SlaPolicy.contract_id == contract_id)


def _start_of(contract_id: int) -> Select[date]:
    return select(func.max(SlaPolicy.starts_on)).where(SlaPolicy.contract_id == contract_id)


def _rows(policy_id: int, promised: Promised) -> list[SlaTimes]:
    return [
        SlaTimes(
            policy_id=policy_id,
            priority=priority,
            counts=times.counts,
            response_minutes=times.response,
            resolution_minutes=times.resolution,
        )
        for priority, times in promised.items()
        if times.response or times.resolution
    ]
