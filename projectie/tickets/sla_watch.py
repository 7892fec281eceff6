"""Warnings at 70 and 90 % of a promised time, and the breach, are told once each (R10).

A mark that was told stands in a table under a key of its own: two workers, a worker that slept for a day and a clock
that jumps back tell it once. Whoever slept catches up: every mark is kept, and the last one alone is mailed.
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.contracts.sla import Measure
from projectie.database import MissingError, db, transaction
from projectie.live.announce import announce
from projectie.one_by_one import one_by_one
from projectie.terms.in_force import studio_facts
from projectie.tickets.columns import OPEN, held
from projectie.tickets.models import Ticket
from projectie.tickets.sla import BREACH, PRESSING, Mark, reached
from projectie.tickets.sla_follow import next_of, set_clocks
from projectie.tickets.sla_letter import tell_staff
from projectie.tickets.sla_models import SlaClock, SlaMark
from projectie.tickets.sla_reading import Clocks, clocks_of, promised_to

MOST = 500  # tickets in one round; the next goes on
DEEDS = {BREACH: "ticket.sla_breached"}


def tell_of_clocks(now: datetime) -> int:
    """Tell of every clock that has something to tell; return how many marks are new."""
    ripe = select(SlaClock.ticket_number).where(SlaClock.next_at <= now).order_by(SlaClock.next_at)
    numbers = list(db.session.scalars(ripe.limit(MOST)))
    return one_by_one(numbers, lambda number: _tell(number, now))


def set_all(now: datetime) -> int:
    """Set the clocks of every open ticket anew, for closed days may have come or gone; return how many moved."""
    del now
    return one_by_one(list(db.session.scalars(_RUNNING)), _set)


def set_open(session: Session) -> None:
    """Set them in the deed that is open: it closes days, or opens them."""
    for number in list(session.scalars(_RUNNING)):
        set_clocks(session, held(session, number), session.get(SlaClock, number))


_RUNNING = (
    select(SlaClock.ticket_number)
    .join(Ticket, Ticket.number == SlaClock.ticket_number)
    .where(Ticket.column.in_(OPEN))
    .order_by(SlaClock.ticket_number)
)


def _set(number: int) -> bool:
    with transaction() as session:
        ticket, row = held(session, number), session.get(SlaClock, number)
        return row is not None and set_clocks(session, ticket, row)


def _tell(number: int, now: datetime) -> int:
    try:
        with transaction() as session:
            return _marks(session, held(session, number), now)
    except MissingError:
        return 0


def _marks(session: Session, ticket: Ticket, now: datetime) -> int:
    row = session.get(SlaClock, ticket.number)
    zone = ZoneInfo(studio_facts(session).zone)
    found = clocks_of(session, ticket, promised_to(session, ticket, zone)) if row else None
    if row is None or found is None:
        return 0
    fresh = {measure: _fresh(session, ticket, measure, found, now) for measure in found.clocks}
    for measure, marks in fresh.items():
        _keep(session, ticket, measure, marks, now)
        if marks and marks[-1].percent >= PRESSING:
            tell_staff(session, ticket, measure, marks[-1], now)
    session.flush()
    row.next_at = next_of(session, ticket, found)
    told = sum(len(marks) for marks in fresh.values())
    if told:
        ticket.version += 1
        announce(session, at=now, kind="ticket", of=ticket.number, organisation=None)
    return told


def _fresh(session: Session, ticket: Ticket, measure: Measure, found: Clocks, now: datetime) -> list[Mark]:
    known = select(SlaMark.percent).where(
        SlaMark.ticket_number == ticket.number,
        SlaMark.measure == measure,
        SlaMark.priority == ticket.priority,
    )
    told = set(session.scalars(known))
    return [mark for mark in reached(found.clocks[measure], now) if mark.percent not in told]


def _keep(session: Session, ticket: Ticket, measure: Measure, marks: Iterable[Mark], now: datetime) -> None:
    for mark in marks:
        session.add(
            SlaMark(
                ticket_number=ticket.number,
                measure=measure,
                priority=ticket.priority,
                percent=mark.percent,
                reached_at=mark.at,
                noted_at=now,
            )
        )
        details = {"measure": measure.value, "percent": mark.percent, "priority": ticket.priority}
        deed, of = DEEDS.get(mark.percent, "ticket.sla_warned"), ("ticket", ticket.number)
        history.record(session, at=now, by=None, deed=deed, of=of, details=details)
