"""Will break this week: the promises to keep before it is too late, and apart from them what is broken (R6, R9, R12)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from projectie.clock.weeks import Week
from projectie.clock.zone import deadline, local, moment_of
from projectie.contracts.models import SlaTimes
from projectie.people.models import Organisation, Person
from projectie.terms.in_force import studio_facts, versions
from projectie.tickets.columns import OPEN
from projectie.tickets.models import Column, Ticket
from projectie.tickets.planning_promises import Span
from projectie.tickets.planning_words import short
from projectie.tickets.priority import Kind
from projectie.tickets.sla_models import SlaClock

DAY = timedelta(days=1)
MOST = 50  # of either list; whoever has more has other worries


class Why(StrEnum):
    """What makes a promise break."""

    URGENT = "urgent"  # agreed to in writing, and to be ready (R12)
    RESPONSE = "response"  # a first answer is due (R6)
    PLANNING = "planning"  # the days that were promised end (R9)
    LATEST = "latest"  # nothing was promised, and the latest day of the terms comes (R9)
    CAPACITY = "capacity"  # more is planned than anybody can do


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A promise that will break, or did, and the day on which."""

    number: int
    subject: str
    client: str
    assignee: str | None
    column: Column
    why: Why
    day: date  # the last on which it can be kept
    limit: datetime | None = None  # of a first answer, or of urgent work
    promised: Span | None = None
    detail: str = ""  # why there is no time, in words

    @property
    def promised_in_words(self) -> str:
        """The days that were promised, in the reader's language."""
        return short(self.promised) if self.promised else ""


@dataclass(frozen=True, slots=True)
class Breaking:
    """Both lists, the most pressing first."""

    will: tuple[AtRisk, ...] = ()
    broken: tuple[AtRisk, ...] = ()
    more: bool = False  # there are more than the lists show


def breaking(
    session: Session, now: datetime, also: Iterable[AtRisk] = (), elsewhere: Collection[int] = ()
) -> Breaking:
    """Return what will break this week and what is broken; `also` is what a room above foresees.

    A ticket that breaks two promises stands there twice: both are to be kept. A promise that ends this week and
    does not fit either stands there once, with why it does not. Answers that are warned of `elsewhere`, among the
    clocks of SLAs, stand there alone.
    """
    foreseen = {one.number: one for one in also}
    zone = ZoneInfo(studio_facts(session).zone)
    today = local(now, zone).date()
    latest = {one.number: one.terms.figures.planning_latest_days for one in versions(session)}
    rows = session.execute(_query(latest, _after(Week.of(today).sunday, zone), _after(today, zone))).all()
    found = sorted(
        {
            *(
                one
                for row in rows
                for one in _at_risk(row, latest, zone, today)
                if not _is_in(one, foreseen) and not (one.why is Why.RESPONSE and one.number in elsewhere)
            ),
            *foreseen.values(),
        },
        key=lambda one: (one.day, one.limit is None, one.why is not Why.URGENT, one.number),
    )
    will = [one for one in found if not _is_over(one, now, today)]
    broken = [one for one in found if _is_over(one, now, today)]
    return Breaking(tuple(will[:MOST]), tuple(broken[:MOST]), max(len(will), len(broken)) > MOST)


def _query(latest: dict[int, int], week_ends: datetime, today_ends: datetime) -> Any:
    return (
        select(
            Ticket,
            Organisation.name.label("client"),
            Person.name.label("assignee"),
            _by_latest_day().label("by_latest_day"),
        )
        .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
        .outerjoin(Person, Person.id == Ticket.assignee_id)
        .where(Ticket.column.in_(OPEN), or_(*_ends(latest, week_ends, today_ends)))
        .order_by(Ticket.number)
    )


def _ends(latest: dict[int, int], week_ends: datetime, today_ends: datetime) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions under which something ends; a little wide, since days are the studio's."""
    yield Ticket.urgent_by <= week_ends
    yield and_(Ticket.answered_at.is_(None), Ticket.response_by <= today_ends)
    yield Ticket.planned_until <= week_ends.date()
    for number, days in latest.items():
        arrived = Ticket.opened_at < week_ends - timedelta(days=days)
        yield and_(Ticket.planned_until.is_(None), Ticket.terms_number == number, arrived, _by_latest_day())


def _by_latest_day() -> ColumnElement[bool]:
    """Return whether the latest day of the terms counts: no question, which is answered, nor what an SLA solves (R10)."""
    named = (SlaTimes.policy_id == SlaClock.policy_id) & (SlaTimes.priority == SlaClock.priority)
    solved = select(SlaClock.ticket_number).join(SlaTimes, named)
    agreed = solved.where(SlaTimes.resolution_minutes.is_not(None))
    return and_(Ticket.kind.is_distinct_from(Kind.QUESTION), Ticket.number.not_in(agreed))


def _at_risk(row: Any, latest: dict[int, int], zone: ZoneInfo, today: date) -> Iterator[AtRisk]:
    ticket, sunday = row.Ticket, Week.of(today).sunday
    if ticket.urgent_by and deadline(ticket.urgent_by, zone).day <= sunday:
        yield _line(row, Why.URGENT, deadline(ticket.urgent_by, zone).day, limit=ticket.urgent_by)
    if ticket.answered_at is None and ticket.response_by and deadline(ticket.response_by, zone).day <= today:
        yield _line(row, Why.RESPONSE, deadline(ticket.response_by, zone).day, limit=ticket.response_by)
    if ticket.planned_until is not None:
        if ticket.planned_until <= sunday:
            promised = Span(ticket.planned, ticket.planned_until)
            yield _line(row, Why.PLANNING, ticket.planned_until, promised=promised)
        return
    last = local(ticket.opened_at, zone).date() + timedelta(days=latest[ticket.terms_number])
    if last <= sunday and row.by_latest_day:
        yield _line(row, Why.LATEST, last)


def _line(
    row: Any, why: Why, day: date, *, limit: datetime | None = None, promised: Span | None = None
) -> AtRisk:
    ticket = row.Ticket
    client = row.client or ticket.requester_name or ticket.requester_address
    return AtRisk(
        ticket.number, ticket.subject, client, row.assignee, ticket.column, why, day, limit, promised
    )


def _is_in(one: AtRisk, foreseen: dict[int, AtRisk]) -> bool:
    return one.why is Why.PLANNING and one.number in foreseen


def _is_over(one: AtRisk, now: datetime, today: date) -> bool:
    return now > one.limit if one.limit is not None else one.day < today


def _after(day: date, zone: ZoneInfo) -> datetime:
    return moment_of(datetime.combine(day + DAY, time.min), zone)
