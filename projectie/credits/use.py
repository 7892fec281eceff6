"""What a client used of its credits, week by week, and so how long the balance will last (R23)."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.clock.weeks import Week
from projectie.credits.lasting import LOOKED_AT, Lasts, lasts
from projectie.credits.models import EntryKind, LedgerEntry

USE = (EntryKind.CHARGE, EntryKind.URGENT_CHARGE)


def lasting(session: Session, organisation_id: int, balance: int, today: date) -> Lasts | None:
    """Return how long that balance lasts by the use of whole weeks before this one; one statement."""
    return lasts(balance, used_by_week(session, organisation_id, today)) if balance > 0 else None


def used_by_week(session: Session, organisation_id: int, today: date) -> list[int]:
    """Return the credits used in each whole week since the first use that is looked at, oldest first."""
    this_week = Week.of(today).monday
    since = this_week - timedelta(weeks=LOOKED_AT)
    query = (
        select(LedgerEntry.day, func.sum(LedgerEntry.credits))
        .where(
            LedgerEntry.organisation_id == organisation_id,
            LedgerEntry.kind.in_(USE),
            LedgerEntry.day >= since,
            LedgerEntry.day < this_week,
        )
        .group_by(LedgerEntry.day)
    )
    used = [0] * LOOKED_AT
    first = LOOKED_AT
    for day, sum_ in session.execute(query):
        week = (day - since).days // 7
        used[week] -= int(sum_)
        first = min(first, week)
    return used[first:]
