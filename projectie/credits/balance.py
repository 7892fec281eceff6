"""The balance: the sum of a client's entries, now or at any moment (R19).

Each entry carries the balance after it, and `credits check` proves that this is the sum; so one row answers.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.credits.models import LedgerEntry


def balance_of(session: Session, organisation_id: int, at: datetime | None = None) -> int:
    """Return a client's credits, now or as they were at that moment; below zero is what is short."""
    entries = select(LedgerEntry.balance_after).where(LedgerEntry.organisation_id == organisation_id)
    if at is not None:
        entries = entries.where(LedgerEntry.at <= at)
    return session.scalar(entries.order_by(LedgerEntry.id.desc()).limit(1)) or 0


def balances(session: Session) -> dict[int, int]:
    """Return the credits of every client that has an entry, in one statement."""
    newest = select(func.max(LedgerEntry.id)).group_by(LedgerEntry.organisation_id)
    rows = select(LedgerEntry.organisation_id, LedgerEntry.balance_after).where(LedgerEntry.id.in_(newest))
    return {row.organisation_id: row.balance_after for row in session.execute(rows)}
