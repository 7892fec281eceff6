"""Reading what SLAs promise: the version of a day, all versions of a contract."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, select
from sqlalchemy.orm import Session

from projectie.contracts.models import Contract, SlaPolicy, SlaTimes
from projectie.contracts.priority import Priority
from projectie.contracts.queries import holds_on
from projectie.contracts.sla import Policy, Times

_DAY: Any = bindparam("day", type_=Date)
VERSIONS = (
    select(
        SlaPolicy.id,
        SlaPolicy.contract_id,
        SlaPolicy.version,
        SlaPolicy.starts_on,
        SlaTimes.priority,
        SlaTimes.counts,
        SlaTimes.response_minutes,
        SlaTimes.resolution_minutes,
    )
    .join(SlaTimes, SlaTimes.policy_id == SlaPolicy.id)
    .order_by(SlaPolicy.version)
)
ON = (  # binds client and day
    select(SlaPolicy.id)
    .join(Contract, Contract.id == SlaPolicy.contract_id)
    .where(Contract.organisation_id == bindparam("client"), holds_on(_DAY), SlaPolicy.starts_on <= _DAY)
    .order_by(SlaPolicy.version.desc())
    .limit(1)
)
_OF_DAY = VERSIONS.where(SlaPolicy.id == ON.scalar_subquery())
_OF_CONTRACT = VERSIONS.where(SlaPolicy.contract_id == bindparam("contract"))


def policy_on(session: Session, organisation_id: int, day: date) -> Policy | None:
    """Return what an organisation is promised on that local date; None without an SLA that names a time."""
    rows = session.connection().execute(_OF_DAY, {"client": organisation_id, "day": day})
    return next(policies(rows), None)


def versions_of(session: Session, contract_id: int) -> Sequence[Policy]:
    """Return every version of a contract, the newest first."""
    rows = session.connection().execute(_OF_CONTRACT, {"contract": contract_id})
    return tuple(policies(rows))[::-1]


def policies(rows: Iterable[Any]) -> Iterator[Policy]:
    """Yield the versions that rows of VERSIONS tell, each with its times in the order of priorities."""
    found: dict[int, Policy] = {}
    for row in rows:
        kept = found.setdefault(row.id, Policy(row.id, row.contract_id, row.version, row.starts_on, {}))
        times = Times(row.counts, row.response_minutes, row.resolution_minutes)
        found[row.id] = Policy(
            kept.id, kept.contract_id, kept.version, kept.starts_on, {**kept.promised, row.priority: times}
        )
    for each in found.values():
        order = {priority: each.promised[priority] for priority in Priority if priority in each.promised}
        yield Policy(each.id, each.contract_id, each.version, each.starts_on, order)
