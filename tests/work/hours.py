"""Time for tests: booked as staff book it, and what the ledger says of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.credits.models import EntryKind, LedgerEntry
from projectie.database import db, transaction
from projectie.people.models import Person
from projectie.terms.in_force import today
from projectie.tickets.models import Ticket
from projectie.work import consents
from projectie.work.booking import book
from projectie.work.judging import Wanted
from projectie.work.rules import Consent
from tests.tickets.boards import card
from tests.town import Town, Townsman

_keys = count(1)


def day() -> date:
    """Return the studio's day."""
    return today(db.session(), now())


def job(town: Town, **properties: Any) -> int:
    """Return a ticket of the client in Leiden whose work costs credits."""
    values: dict[str, Any] = {"service": "website", "organisation_id": town.leiden.id}
    return card(town, **(values | properties))


def person(who: Townsman) -> Person:
    """Return the row of a townsman."""
    return db.session.get_one(Person, who.id)


def booked(
    town: Town, number: int, minutes: int, *, key: str = "", at: datetime | None = None, **more: object
) -> int:
    """Let Daan book minutes of today."""
    wanted = Wanted(**({"person": town.daan.id, "day": day(), "minutes": minutes} | more))  # type: ignore[arg-type]
    return book(number, wanted, key or f"k{next(_keys)}", person(town.daan), at or now())


def charged(number: int) -> list[tuple[str, int]]:
    """Return kind and credits of every entry of a ticket, in order."""
    query = select(LedgerEntry.kind, LedgerEntry.credits).where(LedgerEntry.ticket_number == number)
    with transaction() as session:
        return [(kind.value, credits_) for kind, credits_ in session.execute(query.order_by(LedgerEntry.id))]


def total(number: int, *kinds: EntryKind) -> int:
    """Return what a ticket was charged, less what was waived."""
    wanted = {kind.value for kind in kinds} or {"charge", "urgent_charge", "leniency"}
    return -sum(credits_ for kind, credits_ in charged(number) if kind in wanted)


@contextmanager
def agreed(consent: Consent) -> Iterator[None]:
    """Let that consent cover every ticket and day meanwhile."""

    def covering(session: Session, ticket: int, on: date) -> Consent | None:
        del session, ticket, on
        return consent

    before = list(consents._registered)
    consents.covers(covering)
    try:
        yield
    finally:
        consents._registered[:] = before


def again(number: int) -> Ticket:
    """Return a ticket as it is now."""
    db.session.remove()
    return db.session.get_one(Ticket, number)
