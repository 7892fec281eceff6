"""What must always be true of the ledger, proved over all of it (R19); `credits check`, `integrity` and the daily health ask."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, aliased

from projectie.credits.chain import START, Link, hash_after
from projectie.credits.models import LedgerEntry

AT_ONCE = 2000
_COLUMNS = [getattr(LedgerEntry, field.name) for field in fields(Link)]


def wrong_entries(session: Session) -> Iterator[str]:
    """Name entries whose balance is not the sum so far, or that the chain does not hold."""
    client, total, before = None, 0, START
    for row in _entries(session):
        if row.organisation_id != client:
            client, total, before = row.organisation_id, 0, START
        total += row.credits
        if row.balance_after != total:
            yield f"entry {row.id} says {row.balance_after} credits where {total} are the sum"
        if row.hash != hash_after(before, _link(row)):
            yield f"entry {row.id} does not follow the one before it: it, or the past, was changed"
        total, before = row.balance_after, row.hash


def wrong_removals(session: Session) -> Iterator[str]:
    """Name removals that undo nothing, another client's entry, or more than was charged (R18)."""
    undone = aliased(LedgerEntry)
    pairs = (
        select(LedgerEntry.id, LedgerEntry.organisation_id, LedgerEntry.credits, undone)
        .join(undone, undone.id == LedgerEntry.reverses_id)
        .order_by(LedgerEntry.id)
    )
    left: dict[int, int] = {}
    for number, client, credits_, entry in session.execute(pairs):
        left[entry.id] = left.get(entry.id, entry.credits) + credits_
        if (
            client != entry.organisation_id
            or credits_ * entry.credits > 0
            or left[entry.id] * entry.credits < 0
        ):
            yield f"entry {number} undoes more than entry {entry.id} charged, or another client's"


def _entries(session: Session) -> Iterator[Row[*tuple[Any, ...]]]:
    in_order = select(LedgerEntry.id, LedgerEntry.hash, *_COLUMNS).order_by(
        LedgerEntry.organisation_id, LedgerEntry.id
    )
    yield from session.execute(in_order, execution_options={"yield_per": AT_ONCE})


def _link(row: Row[*tuple[Any, ...]]) -> Link:
    return Link(*row[2:])  # the columns are those of the link, in order
