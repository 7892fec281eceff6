"""The credits of each client in a period, and its balance now (R19)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from projectie.credits.models import EntryKind, LedgerEntry
from projectie.people.models import Organisation
from projectie.reports.span import Span

_CHARGED = (EntryKind.CHARGE, EntryKind.URGENT_CHARGE, EntryKind.ADMINISTRATION)


@dataclass(frozen=True, slots=True)
class ClientCredits:
    """A client's credits; what is charged is above zero."""

    id: int
    name: str
    bought: int
    charged: int
    given: int
    corrected: int
    balance: int


def credits_of(session: Session, span: Span) -> list[ClientCredits]:
    """Return every client that has entries in that span, who used most first; one statement."""
    newest = (
        select(func.max(LedgerEntry.id))
        .where(LedgerEntry.organisation_id == Organisation.id)
        .correlate(Organisation)
    )
    balance = (
        select(LedgerEntry.balance_after).where(LedgerEntry.id == newest.scalar_subquery()).scalar_subquery()
    )
    sums = (
        _sum(EntryKind.TOP_UP),
        -_sum(*_CHARGED),
        _sum(EntryKind.LENIENCY),
        _sum(EntryKind.CORRECTION),
    )
    query = (
        select(Organisation.id, Organisation.name, *sums, balance)
        .join(LedgerEntry, LedgerEntry.organisation_id == Organisation.id)
        .where(LedgerEntry.day.between(span.period.first, span.period.last))
        .group_by(Organisation.id, Organisation.name)
    )
    found = [
        ClientCredits(row[0], row[1], *(int(value or 0) for value in row[2:]))
        for row in session.execute(query)
    ]
    return sorted(found, key=lambda each: (-each.charged, each.name.lower(), each.id))


def _sum(*kinds: EntryKind) -> Any:
    return func.sum(case((LedgerEntry.kind.in_(kinds), LedgerEntry.credits), else_=0))
