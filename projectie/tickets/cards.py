"""The cards of the board, read in one select however many tickets there are.

What comes out of the database is kept as it is until a card is seen for the first time: a board asks for the
same three hundred cards again and again, and turning their columns into values costs more than reading them.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Row, Select, bindparam, case, exists, false, or_, select, type_coerce
from sqlalchemy.orm import aliased
from sqlalchemy.types import NullType

from projectie.alerts.models import Alert
from projectie.alerts.raising import OPEN
from projectie.contracts.models import Contract, SlaTimes
from projectie.contracts.queries import holds_on
from projectie.contracts.sla import Counts, Measure
from projectie.database import UtcDateTime
from projectie.people.models import Organisation, Person
from projectie.tickets.board_models import Hold
from projectie.tickets.card_clock import CardClock
from projectie.tickets.deliveries import has_failed_letter
from projectie.tickets.filters import Traits
from projectie.tickets.marks import Snooze
from projectie.tickets.models import Column, Ticket
from projectie.tickets.priority import Kind, Priority
from projectie.tickets.promises import ResponsePromise
from projectie.tickets.sla_models import SlaClock

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """A ticket on the board. The same row gives the same object, so that what is made of it can be kept too."""

    number: int
    version: int
    subject: str
    column: Column
    since: datetime  # in this column
    language: str
    client: str | None
    sender: str
    tier: str | None
    priority: Priority | None
    kind: Kind | None
    assignee: str | None
    promise: ResponsePromise | None
    answered_at: datetime | None
    planned: date | None
    planned_until: date | None
    done_at: datetime | None
    urgent_asked: bool
    verified: bool
    letter_failed: bool  # a letter of the ticket did not arrive (R34)
    alarm: bool  # critical, and nobody has taken it yet
    snoozed_until: datetime | None  # put off in triage, perhaps over by now
    clock: CardClock | None  # of an SLA (R10): the one that runs now
    lines: int = 0  # of its checklist
    lines_done: int = 0
    held: bool = False  # on hold in its column
    urgent_by: datetime | None = None  # agreed to in writing: ready by then (R12, R13)
    mark: str | None = None  # whose the number is, when another ticket had it before

    @property
    def asleep(self) -> bool:
        """Whether it waits for the client."""
        return self.column is Column.WAITING


class _Raw(NamedTuple):
    """A row as the driver gives it: SQLite has text for moments and days, PostgreSQL has values."""

    number: int
    version: int
    subject: str
    column: str
    since: Any
    language: str
    organisation: int | None
    name: str
    address: str
    priority: str | None
    kind: str | None
    assignee_id: int | None
    response_from: Any
    response_by: Any
    answered_at: Any
    planned: Any
    planned_until: Any
    done_at: Any
    urgent_asked: Any
    verified: Any
    client: str | None
    assignee: str | None
    tier: str | None
    letter_failed: Any
    alarm: Any
    snoozed_until: Any
    resolution_due: Any
    counts: str | None
    response_minutes: int | None
    resolution_minutes: int | None
    lines: int
    lines_done: int
    held: Any
    urgent_since: Any
    urgent_by: Any
    mark: str | None


_waits = exists().where(Alert.ticket_number == Ticket.number, OPEN)
_put_off = select(Snooze.until).where(Snooze.ticket_number == Ticket.number).scalar_subquery()


def _cards() -> Select[*tuple[Any, ...]]:
    assignee = aliased(Person)
    today: Any = bindparam("today", type_=Date)
    tier = (
        select(Contract.tier)
        .where(Contract.organisation_id == Ticket.organisation_id, holds_on(today))
        .limit(1)
        .scalar_subquery()
    )
    columns = (
        *(Ticket.number, Ticket.version, Ticket.subject, Ticket.column, Ticket.column_since, Ticket.language),
        *(Ticket.organisation_id, Ticket.requester_name, Ticket.requester_address, Ticket.priority),
        *(Ticket.kind, Ticket.assignee_id, Ticket.response_from, Ticket.response_by, Ticket.answered_at),
        *(Ticket.planned, Ticket.planned_until, Ticket.done_at, Ticket.urgent_asked, Ticket.verified),
        *(Organisation.name, assignee.name, tier),
        has_failed_letter(),
        # Asked of the few that can have them alone.
        case((Ticket.priority == Priority.CRITICAL, _waits), else_=false()),
        case((Ticket.column == Column.NEW, _put_off)),
        *(SlaClock.resolution_due, SlaTimes.counts, SlaTimes.response_minutes, SlaTimes.resolution_minutes),
        *(Ticket.lines, Ticket.lines_done, Hold.by),
        *(Ticket.urgent_since, Ticket.urgent_by, Ticket.mark),
    )
    named = (SlaTimes.policy_id == SlaClock.policy_id) & (SlaTimes.priority == SlaClock.priority)
    # Two ranges that an index answers each: the board costs the same however much was done before.
    in_sight = or_(
        Ticket.column.in_(bindparam("open", expanding=True)),
        Ticket.done_at >= bindparam("done_since", type_=UtcDateTime),
    )
    raw = (
        type_coerce(column, NullType()).label(name)
        for name, column in zip(_Raw._fields, columns, strict=True)
    )
    return (
        select(*raw)
        .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
        .outerjoin(assignee, assignee.id == Ticket.assignee_id)
        .outerjoin(SlaClock, SlaClock.ticket_number == Ticket.number)
        .outerjoin(SlaTimes, named)
        .outerjoin(Hold, (Hold.ticket_number == Ticket.number) & (Hold.column_since == Ticket.column_since))
        .where(in_sight, Ticket.merged_into.is_(None))
        .order_by(Ticket.position, Ticket.number)
    )


CARDS = _cards()


def traits_of(row: Row[Any]) -> Traits:
    """Return what a filter looks at in a row."""
    words = (row.subject, row.client or "", row.name, row.address)
    return Traits(row.number, words, row.organisation, row.assignee_id, row.tier, row.priority)


@lru_cache(maxsize=8192)
def card_of(row: tuple[Any, ...]) -> Card:
    """Return the card of a row."""
    raw = _Raw(*row)
    from_, by = _moment(raw.response_from), _moment(raw.response_by)
    return Card(
        number=raw.number,
        version=raw.version,
        subject=raw.subject,
        column=Column(raw.column),
        since=_moment(raw.since) or NEVER,
        language=raw.language,
        client=raw.client,
        sender=raw.name or raw.address,
        tier=raw.tier,
        priority=Priority(raw.priority) if raw.priority else None,
        kind=Kind(raw.kind) if raw.kind else None,
        assignee=raw.assignee,
        promise=ResponsePromise(from_, by) if from_ and by else None,
        answered_at=_moment(raw.answered_at),
        planned=_day(raw.planned),
        planned_until=_day(raw.planned_until),
        done_at=_moment(raw.done_at),
        urgent_asked=bool(raw.urgent_asked),
        verified=bool(raw.verified),
        letter_failed=bool(raw.letter_failed),
        alarm=bool(raw.alarm),
        snoozed_until=_moment(raw.snoozed_until),
        clock=_clock(raw),
        lines=raw.lines,
        lines_done=raw.lines_done,
        held=raw.held is not None,
        urgent_by=_moment(raw.urgent_by),
        mark=raw.mark,
    )


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _clock(raw: _Raw) -> CardClock | None:
    """Return the clock that runs: that of urgent work, else until somebody has answered that of the answer, then that of the solution."""
    since, by = _moment(raw.urgent_since), _moment(raw.urgent_by)
    if since and by and raw.column != Column.DONE:
        minutes = max(int((by - since).total_seconds() // 60), 1)
        return CardClock(Measure.RESOLUTION, Counts.ALWAYS, minutes, by)
    if raw.counts is None or raw.column == Column.DONE:
        return None
    if raw.response_minutes and raw.answered_at is None:
        due, measure, minutes = raw.response_by, Measure.RESPONSE, raw.response_minutes
    elif raw.resolution_minutes:
        due, measure, minutes = raw.resolution_due, Measure.RESOLUTION, raw.resolution_minutes
    else:
        return None
    return CardClock(measure, Counts(raw.counts), minutes, _moment(due))


def _moment(value: Any) -> datetime | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if value is not None and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return value.astimezone(UTC) if value is not None else None
