"""A client with an SLA, for tests, and tickets that came in under it."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.contracts.models import Contract
from projectie.contracts.priority import Priority
from projectie.contracts.sla import Counts, Promised, Times
from projectie.contracts.sla_actions import Agreed, agree
from projectie.database import db, transaction
from projectie.tickets import placement, properties
from projectie.tickets.priority import Impact, Kind, Urgency
from projectie.tickets.properties import properties_of
from projectie.tickets.sla_models import SlaClock, SlaMark
from tests.tickets.boards import ticket
from tests.town import Town

PROMISED: Promised = {
    Priority.CRITICAL: Times(Counts.ALWAYS, 30, 480),
    Priority.HIGH: Times(Counts.PHONE, 240, 960),
    Priority.NORMAL: Times(Counts.PHONE, None, 2400),
}


def give_sla(town: Town, now: datetime, promised: Promised = PROMISED) -> int:
    """Make the contract of the bakery an SLA with agreed times; return the contract."""
    with transaction() as session:
        contract = _contract(session, town)
        contract.tier = "sla"
        number, starts_on = contract.id, contract.starts_on
    agree(number, Agreed(starts_on, promised), town.mara.id, now)
    return number


def agree_anew(contract: int, day: date, promised: Promised, town: Town, now: datetime) -> None:
    """Agree other times from that day on."""
    agree(contract, Agreed(day, promised), town.mara.id, now)


def assess(town: Town, number: int, now: datetime, *, kind: Kind = Kind.BUG, assigned: bool = True) -> None:
    """Assess a ticket: a bug is high, a critical kind critical."""
    kept = ticket(number)
    wanted = replace(
        properties_of(kept),
        kind=kind,
        impact=Impact.EVERYONE,
        urgency=Urgency.BLOCKED,
        service="website",
        assignee_id=town.daan.id if assigned else None,
    )
    properties.decide(number, wanted, kept.version, town.daan.id, now)


def move(town: Town, number: int, column: str, now: datetime) -> None:
    """Move a ticket."""
    placement.place_at(number, column, 1, by=town.daan.id, now=now)


def clock_of(number: int) -> SlaClock | None:
    """Return the clocks of a ticket as they are kept now."""
    db.session.rollback()
    return db.session.get(SlaClock, number, populate_existing=True)


def marks(number: int) -> list[tuple[str, int]]:
    """Return what was told of the clocks of a ticket."""
    db.session.rollback()
    kept = select(SlaMark).where(SlaMark.ticket_number == number)
    return sorted((mark.measure.value, mark.percent) for mark in db.session.scalars(kept))


def _contract(session: Session, town: Town) -> Contract:
    return session.scalars(select(Contract).where(Contract.organisation_id == town.leiden.id)).one()
