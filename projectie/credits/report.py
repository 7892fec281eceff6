"""The ledger as commands show it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.credits.balance import balance_of
from projectie.credits.models import LedgerEntry


def ledger_object(session: Session, organisation_id: int) -> dict[str, Any]:
    """Return the balance of a client and all of its entries, in order."""
    of_client = select(LedgerEntry).where(LedgerEntry.organisation_id == organisation_id)
    entries = session.scalars(of_client.order_by(LedgerEntry.id))
    return {
        "balance": balance_of(session, organisation_id),
        "entries": [entry_object(entry) for entry in entries],
    }


def entry_object(entry: LedgerEntry) -> dict[str, Any]:
    """Return one entry, as JSON can say it."""
    return {
        "id": entry.id,
        "organisation": entry.organisation_id,
        "kind": entry.kind.value,
        "credits": entry.credits,
        "balance_after": entry.balance_after,
        "key": entry.key,
        "at": entry.at.isoformat(),
        "day": entry.day.isoformat(),
        "price_cents": entry.price_cents,
        "terms": entry.terms_number,
        "ticket": entry.ticket_number,
        "time_entry": entry.time_entry_id,
        "reverses": entry.reverses_id,
        "why": entry.why,
        "hash": entry.hash,
    }
