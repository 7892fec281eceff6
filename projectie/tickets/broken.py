"""Promises whose moment passed: noticed once, however long the worker slept, and never told twice (R6, R9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.clock.zone import local, moment_of
from projectie.database import UtcDateTime
from projectie.live.announce import announce
from projectie.terms.in_force import studio_facts
from projectie.tickets.columns import lock_board
from projectie.tickets.models import Column, Ticket
from projectie.tickets.promise_models import BrokenPromise, Promised

LOOK_BACK = timedelta(days=60)  # no worker sleeps longer; what was done before is history
OPEN = tuple(column for column in Column if column is not Column.DONE)


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that was not kept, and when it should have been."""

    ticket: int
    kind: Promised
    limit: datetime


def note_broken(session: Session, now: datetime) -> int:
    """Notice every promise whose moment passed and that was not noticed; return how many."""
    zone = ZoneInfo(studio_facts(session).zone)
    values = {"now": now, "today": local(now, zone).date(), "since": now - LOOK_BACK}
    if not session.execute(_PASSED.limit(1), values).first():
        return 0
    lock_board(session)  # two workers notice nothing twice
    passed = session.execute(_PASSED, values).all()
    known = {Broken(*row) for row in session.execute(_KNOWN, values)}
    fresh = [one for row in passed for one in broken_of(row, zone, now) if one not in known]
    whose = {row.number: row.organisation_id for row in passed}
    for one in fresh:
        _note(session, one, now)
    for number in dict.fromkeys(one.ticket for one in fresh):
        announce(session, at=now, kind="ticket", of=number, organisation=whose[number])
    return len(fresh)


def note_broken_of(session: Session, ticket: Ticket, now: datetime) -> None:
    """Notice what was broken on a ticket before its promise is moved; part of the deed that moves it."""
    zone = ZoneInfo(studio_facts(session).zone)
    broken = list(broken_of(ticket, zone, now))
    if broken:
        held = select(*_COLUMNS).where(BrokenPromise.ticket_number == ticket.number)
        known = {Broken(*row) for row in session.execute(held)}
        for one in broken:
            if one not in known:
                _note(session, one, now)


def broken_of(ticket: Any, zone: ZoneInfo, now: datetime) -> Iterator[Broken]:
    """Yield the promises of a ticket that are broken at that moment; the last moment is in time."""
    if ticket.response_by is not None and (ticket.answered_at or now) > ticket.response_by:
        yield Broken(ticket.number, Promised.RESPONSE, ticket.response_by)
    until = ticket.planned_until
    if until is not None and local(ticket.done_at or now, zone).date() > until:
        ends = moment_of(datetime.combine(until + timedelta(days=1), time.min), zone)
        yield Broken(ticket.number, Promised.PLANNING, ends)


def _note(session: Session, one: Broken, now: datetime) -> None:
    session.add(BrokenPromise(ticket_number=one.ticket, kind=one.kind, limit_at=one.limit, noticed_at=now))
    details = {"kind": one.kind.value, "limit": one.limit.isoformat()}
    history.record(
        session, at=now, by=None, deed="ticket.promise_broken", of=("ticket", one.ticket), details=details
    )


def _in_sight() -> ColumnElement[bool]:
    return or_(Ticket.column.in_(OPEN), Ticket.done_at >= bindparam("since", type_=UtcDateTime))


_PASSED = select(
    Ticket.number,
    Ticket.organisation_id,
    Ticket.response_by,
    Ticket.answered_at,
    Ticket.planned_until,
    Ticket.done_at,
).where(
    _in_sight(),
    or_(
        and_(  # an answer in time breaks nothing, and most were: they are not read at every round
            Ticket.response_by < bindparam("now", type_=UtcDateTime),
            or_(Ticket.answered_at.is_(None), Ticket.answered_at > Ticket.response_by),
        ),
        Ticket.planned_until < bindparam("today", type_=Date),
    ),
)
_COLUMNS = (BrokenPromise.ticket_number, BrokenPromise.kind, BrokenPromise.limit_at)
_KNOWN = select(*_COLUMNS).join(Ticket, Ticket.number == BrokenPromise.ticket_number).where(_in_sight())
