"""What work came in and was done, by kind (R7), the time it took (R17) and the credits charged for it (R19)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from projectie.credits.models import EntryKind, LedgerEntry
from projectie.reports.span import Span
from projectie.tickets.models import Ticket
from projectie.tickets.priority import Kind
from projectie.work.models import TimeRevision

CHARGED = (EntryKind.CHARGE, EntryKind.URGENT_CHARGE)


@dataclass(frozen=True, slots=True)
class Work:
    """The figures of one kind."""

    opened: int
    done: int
    minutes: int
    credits: int


def by_kind(session: Session, span: Span) -> dict[Kind | None, Work]:
    """Return the work of every kind, what is not judged yet last and only when there is some; four statements."""
    came = (Ticket.opened_at >= span.since, Ticket.opened_at < span.until)
    gone = (Ticket.done_at >= span.since, Ticket.done_at < span.until)
    count = select(Ticket.kind, func.count()).group_by(Ticket.kind)
    charged = (
        select(Ticket.kind, -func.sum(LedgerEntry.credits))
        .join(Ticket, Ticket.number == LedgerEntry.ticket_number)
        .where(LedgerEntry.kind.in_(CHARGED), LedgerEntry.day.between(span.period.first, span.period.last))
        .group_by(Ticket.kind)
    )
    opened, done, minutes, credits_ = (
        {kind: int(value) for kind, value in session.execute(query)}
        for query in (count.where(*came), count.where(*gone), _minutes(span), charged)
    )
    kinds: tuple[Kind | None, ...] = (*Kind, None)
    found = {kind: Work(*(each.get(kind, 0) for each in (opened, done, minutes, credits_))) for kind in kinds}
    if found[None] == Work(0, 0, 0, 0):
        del found[None]
    return found


def _minutes(span: Span) -> Select[*tuple[Any, ...]]:
    """Return the select of what was worked in that span: of each piece of time what its newest revision says."""
    later = aliased(TimeRevision)
    newer = exists().where(later.entry_id == TimeRevision.entry_id, later.id > TimeRevision.id)
    days = TimeRevision.day.between(span.period.first, span.period.last)
    return (
        select(Ticket.kind, func.sum(TimeRevision.minutes))
        .join(Ticket, Ticket.number == TimeRevision.ticket_number)
        .where(days, TimeRevision.removed.is_(False), ~newer)
        .group_by(Ticket.kind)
    )
