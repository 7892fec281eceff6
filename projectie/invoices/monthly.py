"""The monthly run: what was short at the end of a month is invoiced once, by the worker (R20, R21)."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.clock.zone import moment_of
from projectie.credits.balance import balance_of, balances
from projectie.credits.models import EntryKind, LedgerEntry
from projectie.database import db
from projectie.invoices.issuing import InvoiceError, Wanted, issue_shortage
from projectie.invoices.unsent import send_unsent
from projectie.mail.blobs import BlobStore
from projectie.one_by_one import one_by_one
from projectie.terms.in_force import studio_facts

KEY = "monthly:"


def run_month(blobs: BlobStore, now: datetime) -> int:
    """Invoice every client that was short when this month began and was not invoiced since; return how many.

    The key of client and month makes it once, whatever happens; a client whose data lack what the law asks for is
    left for a manager, and taken up once they are there.
    """
    session = db.session()
    zone = ZoneInfo(studio_facts(session).zone)
    first = now.astimezone(zone).date().replace(day=1)
    begun = moment_of(datetime.combine(first, time.min), zone)
    due = tuple(_due(session, begun))
    db.session.rollback()
    try:
        return one_by_one(due, lambda each: _invoiced(each, f"{KEY}{each}:{_before(first)}", now))
    finally:
        send_unsent(KEY, blobs, now)


def _due(session: Session, begun: datetime) -> Iterator[int]:
    settled = select(LedgerEntry.organisation_id).where(
        LedgerEntry.kind == EntryKind.SETTLEMENT, LedgerEntry.at >= begun
    )
    done = set(session.scalars(settled))
    for organisation, balance in sorted(balances(session).items()):
        if balance < 0 and organisation not in done and balance_of(session, organisation, begun) < 0:
            yield organisation


def _invoiced(organisation_id: int, key: str, now: datetime) -> bool:
    try:
        issue_shortage(Wanted(organisation_id, key), None, now)
    except InvoiceError:
        return False
    return True


def _before(first: date) -> str:
    """Return the month before the one that begins on that day: 2026-11."""
    year, month = (first.year, first.month - 1) if first.month > 1 else (first.year - 1, 12)
    return f"{year}-{month:02d}"
