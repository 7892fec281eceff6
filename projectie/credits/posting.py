"""Posting to the ledger: the one function that adds an entry (R19).

Two who post for one client at once wait for each other (a row lock on PostgreSQL, the write lock on SQLite), so the
balance after each entry is exact. It is a part of a deed: the caller holds the transaction.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from projectie.credits.chain import START, Link, hash_after
from projectie.credits.models import EntryKind, LedgerEntry
from projectie.credits.noticing import tell_of_crossing
from projectie.database import MissingError, written
from projectie.people.models import Organisation
from projectie.terms.in_force import in_force

MOST = 1_000_000  # credits of one entry: beyond it somebody mistyped


# Every posting asks these, so they are made once.
_KEYED = select(LedgerEntry).where(LedgerEntry.key == bindparam("key"))
_HELD = select(Organisation.id).where(Organisation.id == bindparam("client")).with_for_update(key_share=True)
_LAST = (
    select(LedgerEntry.balance_after, LedgerEntry.at, LedgerEntry.hash)
    .where(LedgerEntry.organisation_id == bindparam("client"))
    .order_by(LedgerEntry.id.desc())
    .limit(1)
)
Last = Row[int, datetime, str]


class LedgerError(ValueError):
    """An entry that cannot be: the message says why, in English, for whoever programs or commands."""


class KeyTakenError(LedgerError):
    """Another entry has that key already, and it says something else."""


@dataclass(frozen=True, slots=True)
class Posting:
    """What is to be posted; `price_cents` only where another price than that of the day was charged (a removal)."""

    organisation_id: int
    kind: EntryKind
    credits: int
    day: date
    key: str
    why: str = ""
    by: int | None = None
    ticket: int | None = None
    time_entry: int | None = None
    reverses: int | None = None
    price_cents: int | None = None


def post(session: Session, posting: Posting, now: datetime) -> LedgerEntry:
    """Add an entry and return it; the same posting again returns the entry that is there (R19).

    Whoever asked to be told of a low balance gets the mail in the same transaction (R23).

    Raise MissingError without such a client, KeyTakenError for a key of another entry, LedgerError for no credits
    or absurdly many.
    """
    if not 0 < abs(posting.credits) <= MOST:
        raise LedgerError(f"An entry changes the balance by 1 to {MOST} credits.")
    hold(session, posting.organisation_id)
    known = session.scalar(_KEYED, {"key": posting.key})
    if known is not None:
        return _the_same(known, posting)
    last = session.execute(_LAST, {"client": posting.organisation_id}).first()
    entry = written(session, _entry(posting, last, session, now))
    tell_of_crossing(session, last.balance_after if last else 0, entry, now)
    return entry


def hold(session: Session, organisation_id: int) -> None:
    """Let every other posting for this client wait until this transaction ends; raise MissingError without one."""
    if session.scalar(_HELD, {"client": organisation_id}) is None:
        raise MissingError("organisation")


def _the_same(known: LedgerEntry, posting: Posting) -> LedgerEntry:
    said = (known.organisation_id, known.kind, known.credits, known.ticket_number)
    if said != (posting.organisation_id, posting.kind, posting.credits, posting.ticket):
        raise KeyTakenError(f"Another entry has the key {posting.key!r}.")
    return known


def _entry(posting: Posting, last: Last | None, session: Session, now: datetime) -> LedgerEntry:
    terms = in_force(session, posting.day)
    price = terms.terms.figures.credit_price_cents if posting.price_cents is None else posting.price_cents
    link = Link(
        organisation_id=posting.organisation_id,
        kind=posting.kind.value,
        credits=posting.credits,
        balance_after=(last.balance_after if last else 0) + posting.credits,
        day=posting.day,
        price_cents=price,
        terms_number=terms.number,
        ticket_number=posting.ticket,
        time_entry_id=posting.time_entry,
        reverses_id=posting.reverses,
        at=max(now, last.at)
        if last
        else now,  # clocks of two machines differ; the order of a client does not
        by_id=posting.by,
        why=posting.why,
        key=posting.key,
    )
    said = {field.name: getattr(link, field.name) for field in fields(link)} | {"kind": posting.kind}
    return LedgerEntry(**said, hash=hash_after(last.hash if last else START, link))
