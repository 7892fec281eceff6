"""Which promises were kept: first answers (R6), planned work (R9), and what SLAs agree (R10).

A promise counts in the period in which it fell due, once its outcome is known. What was broken is read from the
record of broken promises too, so that one that was moved afterwards stays broken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from projectie.clock.zone import local
from projectie.contracts.models import SlaTimes
from projectie.contracts.sla import Measure
from projectie.reports.figures import Share
from projectie.reports.span import Span
from projectie.tickets.marks import Duplicate
from projectie.tickets.models import Ticket
from projectie.tickets.promise_models import BrokenPromise, Promised
from projectie.tickets.sla import BREACH
from projectie.tickets.sla_models import SlaClock, SlaMark


class Sort(StrEnum):
    """What was promised."""

    ANSWER = "answer"  # R6
    WORK = "work"  # R9
    SLA_ANSWER = "sla_answer"  # R10
    SLA_SOLUTION = "sla_solution"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One promise: of which ticket, due when (a moment, or a local day), and whether it was kept."""

    sort: Sort
    ticket: int
    due: datetime | date
    kept: bool


_SLA = {Measure.RESPONSE: Sort.SLA_ANSWER, Measure.RESOLUTION: Sort.SLA_SOLUTION}


def kept_of(outcomes: Iterator[Outcome]) -> dict[Sort, Share]:
    """Return for each sort how many were kept; a promise that is known twice counts once, broken before kept."""
    known: dict[tuple[Sort, int, datetime | date], bool] = {}
    for each in outcomes:
        key = (each.sort, each.ticket, each.due)
        known[key] = known.get(key, True) and each.kept
    return {sort: _share(sort, known) for sort in Sort}


def outcomes(session: Session, span: Span, now: datetime) -> Iterator[Outcome]:
    """Yield every promise that fell due in that span and whose outcome is known; five statements."""
    yield from _answers(session, span, now)
    yield from _works(session, span, now)
    yield from _broken(session, span)
    yield from _agreed(session, span, now)
    yield from _breached(session, span)


def _share(sort: Sort, known: dict[tuple[Sort, int, datetime | date], bool]) -> Share:
    mine = [kept for (each, _ticket, _due), kept in known.items() if each is sort]
    return Share(sum(mine), len(mine))


def _answers(session: Session, span: Span, now: datetime) -> Iterator[Outcome]:
    by_desk = Ticket.answered_at == Ticket.opened_at  # it was never asked: recurring work
    rows = session.execute(
        select(Ticket.number, Ticket.response_by, Ticket.answered_at).where(
            Ticket.response_by >= span.since,
            Ticket.response_by < span.until,
            Ticket.response_from != Ticket.opened_at,
            or_(Ticket.answered_at.is_(None), ~by_desk),
            _stands_alone(),
        )
    )
    for number, due, answered in rows:
        yield from _outcome(Sort.ANSWER, number, due, answered, now)


def _works(session: Session, span: Span, now: datetime) -> Iterator[Outcome]:
    today = local(now, span.zone).date()
    days = Ticket.planned_until.between(span.period.first, span.period.last)
    found = select(Ticket.number, Ticket.planned_until, Ticket.done_at).where(days, _stands_alone())
    for number, until, done in session.execute(found):
        finished = local(done, span.zone).date() if done else None
        if until is not None and (finished is not None or until < today):
            yield Outcome(Sort.WORK, number, until, finished is not None and finished <= until)


def _broken(session: Session, span: Span) -> Iterator[Outcome]:
    found = select(BrokenPromise.ticket_number, BrokenPromise.kind, BrokenPromise.limit_at).where(
        BrokenPromise.limit_at >= span.since, BrokenPromise.limit_at <= span.until
    )
    for number, kind, limit in session.execute(found):
        if kind is Promised.RESPONSE and limit < span.until:
            yield Outcome(Sort.ANSWER, number, limit, kept=False)
        elif kind is Promised.PLANNING and span.period.holds(_last_day(limit, span.zone)):
            yield Outcome(Sort.WORK, number, _last_day(limit, span.zone), kept=False)


def _agreed(session: Session, span: Span, now: datetime) -> Iterator[Outcome]:
    named = (SlaTimes.policy_id == SlaClock.policy_id) & (SlaTimes.priority == SlaClock.priority)
    sides: tuple[tuple[Measure, Any, Any, Any], ...] = (
        (Measure.RESPONSE, SlaClock.response_due, Ticket.answered_at, SlaTimes.response_minutes),
        (Measure.RESOLUTION, SlaClock.resolution_due, Ticket.done_at, SlaTimes.resolution_minutes),
    )
    columns = [column for _measure, due, stopped, promised in sides for column in (due, stopped, promised)]
    inside = or_(*(side[1].between(span.since, span.until) for side in sides))
    query = select(Ticket.number, *columns).select_from(SlaClock).join(Ticket).join(SlaTimes, named)
    for number, *rest in session.execute(query.where(inside, _stands_alone())):
        for place, side in enumerate(sides):
            due, stopped, promised = rest[3 * place : 3 * place + 3]
            if promised is not None and due is not None and span.since <= due < span.until:
                yield from _outcome(_SLA[side[0]], number, due, stopped, now)


def _breached(session: Session, span: Span) -> Iterator[Outcome]:
    """Yield what was told as broken and whose clock went on since (another priority, a pause)."""
    still_due = exists().where(
        SlaClock.ticket_number == SlaMark.ticket_number,
        or_(SlaClock.response_due == SlaMark.reached_at, SlaClock.resolution_due == SlaMark.reached_at),
    )
    found = select(SlaMark.ticket_number, SlaMark.measure, SlaMark.reached_at).where(
        SlaMark.percent == BREACH,
        SlaMark.reached_at >= span.since,
        SlaMark.reached_at < span.until,
        ~still_due,
    )
    for number, measure, reached in session.execute(found):
        yield Outcome(_SLA[measure], number, reached, kept=False)


def _outcome(
    sort: Sort, number: int, due: datetime | None, met: datetime | None, now: datetime
) -> Iterator[Outcome]:
    if due is not None and (met is not None or due < now):
        yield Outcome(sort, number, due, met is not None and met <= due)


def _last_day(limit: datetime, zone: ZoneInfo) -> date:
    """Return the day that ended at that moment."""
    return local(limit - timedelta(seconds=1), zone).date()


def _stands_alone() -> Any:
    return ~exists().where(Duplicate.ticket_number == Ticket.number)
