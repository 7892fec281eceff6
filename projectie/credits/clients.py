"""Clients by balance, for managers: who is short, and what that is worth (R20, R21)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from projectie.credits.models import EntryKind, LedgerEntry
from projectie.listing import Listing, listed
from projectie.people.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class ClientBalance:
    """A client with its balance; without an entry it is nought."""

    id: int
    name: str
    country: str
    credits: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sums:
    """All clients together."""

    held: int  # credits that clients have with us
    short: int  # credits to invoice, above zero
    clients_short: int


@dataclass(frozen=True, slots=True)
class HandEntry:
    """An entry that somebody made by hand."""

    id: int
    at: datetime
    organisation_id: int
    organisation: str
    kind: EntryKind
    credits: int
    balance_after: int
    why: str
    by: str | None


BY_HAND = (EntryKind.CORRECTION, EntryKind.LENIENCY)


def by_balance(
    session: Session, words: str, *, short: bool, number: int = 1, size: int = 50
) -> Listing[ClientBalance]:
    """Return a page of clients, the lowest balance first; one statement."""
    query = _clients()
    if words:
        query = query.where(func.lower(Organisation.name).contains(words.lower(), autoescape=True))
    if short:
        query = query.where(LedgerEntry.balance_after < 0)
    balance = func.coalesce(LedgerEntry.balance_after, 0)
    ordered = query.order_by(balance, func.lower(Organisation.name), Organisation.id)
    return listed(session, ordered, _client, number, size)


def sums(session: Session) -> Sums:
    """Return what all clients hold and lack."""
    newest = select(func.max(LedgerEntry.id)).group_by(LedgerEntry.organisation_id)
    balances = select(LedgerEntry.balance_after).where(LedgerEntry.id.in_(newest))
    found = list(session.scalars(balances))
    short = [-each for each in found if each < 0]
    return Sums(sum(each for each in found if each > 0), sum(short), len(short))


def made_by_hand(session: Session, number: int = 1) -> Listing[HandEntry]:
    """Return a page of corrections and gifts, the newest first; one statement."""
    query = (
        select(
            LedgerEntry.id,
            LedgerEntry.at,
            LedgerEntry.organisation_id,
            Organisation.name,
            LedgerEntry.kind,
            LedgerEntry.credits,
            LedgerEntry.balance_after,
            LedgerEntry.why,
            Person.name,
        )
        .join(Organisation, Organisation.id == LedgerEntry.organisation_id)
        .outerjoin(Person, Person.id == LedgerEntry.by_id)
        .where(LedgerEntry.kind.in_(BY_HAND))
        .order_by(LedgerEntry.id.desc())
    )
    return listed(session, query, lambda row: HandEntry(*row), number)


def _clients() -> Select[*tuple[Any, ...]]:
    newest = (
        select(func.max(LedgerEntry.id))
        .where(LedgerEntry.organisation_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    return select(
        Organisation.id, Organisation.name, Organisation.country, LedgerEntry.balance_after, LedgerEntry.at
    ).outerjoin(LedgerEntry, LedgerEntry.id == newest)


def _client(row: Row[*tuple[Any, ...]]) -> ClientBalance:
    return ClientBalance(row[0], row[1], row[2], row[3] or 0, row[4])
