"""The balance: the sum of a client's entries, now or at any moment (R19).

Each entry carries the balance after it, and `credits check` proves that this is the sum; so one row answers.
"""

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from projectie.credits.models import LedgerEntry

# Nearly every page asks for it, so the statement is made once.
_NEWEST = (
    select(LedgerEntry.balance_after)
    .where(LedgerEntry.organisation_id == bindparam("client"))
    .order_by(LedgerEntry.id.desc())
    .limit(1)
)


def balance_of(session: Session, organisation_id: int, at: datetime | None = None) -> int:
    """Return a client's credits, now or as they were at that moment; below zero is what is short."""
    asked = {"client": organisation_id}
    if at is None:
        return session.connection().execute(_NEWEST, asked).scalar() or 0
    return session.connection().execute(_NEWEST.where(LedgerEntry.at <= at), asked).scalar() or 0


def balances(session: Session) -> dict[int, int]:
    """Return the credits of every client that has an entry, in one statement."""
    newest = select(func.max(LedgerEntry.id)).group_by(LedgerEntry.organisation_id)
    rows = select(LedgerEntry.organisation_id, LedgerEntry.balance_after).where(LedgerEntry.id.in_(newest))
    return {row.organisation_id: row.balance_after for row in session.execute(rows)}
