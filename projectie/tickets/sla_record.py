"""How well the promises of an SLA were kept, on the client's page (R10)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.contracts.models import Contract, SlaTimes
from projectie.contracts.queries import holds_on
from projectie.contracts.sections import Facts, hang
from projectie.contracts.sla import Measure, is_sla
from projectie.contracts.sla_queries import policy_on
from projectie.contracts.sla_words import COUNTS, LEVELS, MEASURES, length
from projectie.terms.in_force import in_force
from projectie.tickets.models import Ticket
from projectie.tickets.sla_models import SlaClock

MOST = 10  # broken promises to name


@dataclass(frozen=True, slots=True)
class Record:
    """What became of the promises of one kind."""

    measure: Measure
    kept: int
    broken: int
    running: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A ticket on which a promise was not kept."""

    number: int
    subject: str
    measure: Measure
    due: datetime


@hang("tickets/_sla_record.html")
def record_of(session: Session, organisation_id: int, day: date) -> Facts | None:
    """Return what the SLA of a client promises and how that was kept; nothing without an SLA."""
    has = select(Contract.id, Contract.tier).where(Contract.organisation_id == organisation_id, holds_on(day))
    contract = session.execute(has.limit(1)).first()
    if contract is None or not is_sla(in_force(session, day).terms.matrix, contract.tier):
        return None
    at = now()
    return {
        "contract": contract.id,
        "policy": policy_on(session, organisation_id, day),
        "records": _records(session, organisation_id, at),
        "broken": _broken(session, organisation_id, at),
        "levels": LEVELS,
        "counts": COUNTS,
        "measures": MEASURES,
        "length": length,
    }


_PARTS = (
    (Measure.RESPONSE, SlaClock.response_due, Ticket.answered_at, SlaTimes.response_minutes),
    (Measure.RESOLUTION, SlaClock.resolution_due, Ticket.done_at, SlaTimes.resolution_minutes),
)


def _records(session: Session, organisation_id: int, at: datetime) -> list[Record]:
    columns: list[ColumnElement[int]] = []
    for _measure, due, stopped, promised in _PARTS:
        named, broken = promised.is_not(None), _is_broken(due, stopped, at)
        kept = named & stopped.is_not(None) & (stopped <= due)
        columns += [func.sum(case((which, 1), else_=0)) for which in (kept, named & broken, named)]
    counted = session.execute(_of(organisation_id, *columns)).one()
    numbers = [int(number or 0) for number in counted]
    return [
        Record(
            part[0], numbers[3 * place], numbers[3 * place + 1], _rest(*numbers[3 * place : 3 * place + 3])
        )
        for place, part in enumerate(_PARTS)
    ]


def _rest(kept: int, broken: int, named: int) -> int:
    return named - kept - broken


def _broken(session: Session, organisation_id: int, at: datetime) -> list[Broken]:
    found: list[Broken] = []
    for measure, due, stopped, promised in _PARTS:
        late = _of(organisation_id, Ticket.number, Ticket.subject, literal(measure.value), due)
        late = late.where(promised.is_not(None), _is_broken(due, stopped, at))
        rows = session.execute(late.order_by(due.desc()).limit(MOST))
        found += [Broken(number, subject, Measure(name), moment) for number, subject, name, moment in rows]
    return sorted(found, key=lambda each: each.due, reverse=True)[:MOST]


def _is_broken(due: Any, stopped: Any, at: datetime) -> ColumnElement[bool]:
    broken: ColumnElement[bool] = due.is_not(None) & or_(stopped > due, stopped.is_(None) & (due < at))
    return broken


def _of(organisation_id: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    named = (SlaTimes.policy_id == SlaClock.policy_id) & (SlaTimes.priority == SlaClock.priority)
    return (
        select(*columns)
        .select_from(SlaClock)
        .join(Ticket, Ticket.number == SlaClock.ticket_number)
        .join(SlaTimes, named)
        .where(Ticket.organisation_id == organisation_id)
    )
