"""What work came in and was done, by kind (R7), and the credits charged for it (R19)."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.credits.models import EntryKind, LedgerEntry
from projectie.reports.span import Span
from projectie.tickets.models import Ticket
from projectie.tickets.priority import Kind

CHARGED = (EntryKind.CHARGE, EntryKind.URGENT_CHARGE)


@dataclass(frozen=True, slots=True)
class Work:
    """The figures of one kind."""

    opened: int
    done: int
    credits: int


def by_kind(session: Session, span: Span) -> dict[Kind | None, Work]:
    """Return the work of every kind, what is not judged yet last and only when there is some; three statements."""
    came = (Ticket.opened_at >= span.since, Ticket.opened_at < span.until)
    gone = (Ticket.done_at >= span.since, Ticket.done_at < span.until)
    count = select(Ticket.kind, func.count()).group_by(Ticket.kind)
    charged = (
        select(Ticket.kind, -func.sum(LedgerEntry.credits))
        .join(Ticket, Ticket.number == LedgerEntry.ticket_number)
        .where(LedgerEntry.kind.in_(CHARGED), LedgerEntry.day.between(span.period.first, span.period.last))
        .group_by(Ticket.kind)
    )
    opened, done, credits_ = (
        {kind: int(value) for kind, value in session.execute(query)}
        for query in (count.where(*came), count.where(*gone), charged)
    )
    kinds: tuple[Kind | None, ...] = (*Kind, None)
    found = {kind: Work(opened.get(kind, 0), done.get(kind, 0), credits_.get(kind, 0)) for kind in kinds}
    if found[None] == Work(0, 0, 0):
        del found[None]
    return found
