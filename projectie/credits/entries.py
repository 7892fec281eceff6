"""Reading a ledger: its entries, the newest first, each with the balance after it; narrowed to what was asked (R23)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, Select, case, or_, select
from sqlalchemy.orm import Session

from projectie.clock.zone import moment_of
from projectie.credits.models import EntryKind, LedgerEntry
from projectie.listing import Listing, listed
from projectie.people.models import Person
from projectie.people.scope import may_see, seen_by
from projectie.tickets.models import Ticket

MOST_ON_PAPER = 2000  # entries: a statement is read, not archived; the CSV holds all
LAST_TICKET = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as people read it."""

    id: int
    at: datetime
    day: date  # of the work: its price holds
    kind: EntryKind
    credits: int
    balance_after: int
    price_cents: int
    ticket: int | None
    subject: str | None
    why: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a ledger is asked for; whatever cannot be understood narrows nothing."""

    kind: EntryKind | None = None
    since: date | None = None
    until: date | None = None  # that day included
    ticket: int | None = None

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "Asked":
        """Return what an address asks for."""
        kind, ticket = arguments.get("kind", ""), arguments.get("ticket", "").strip().lstrip("#")
        numbered = ticket.isascii() and ticket.isdigit() and len(ticket) < 11
        return cls(
            EntryKind(kind) if kind in set(EntryKind) else None,
            _day(arguments.get("since", "")),
            _day(arguments.get("until", "")),
            min(int(ticket), LAST_TICKET) if numbered else None,
        )

    @property
    def arguments(self) -> dict[str, str]:
        """The same as arguments of an address."""
        given = {"kind": self.kind, "since": self.since, "until": self.until, "ticket": self.ticket}
        return {name: str(value) for name, value in given.items() if value is not None}


def page_of(
    session: Session, reader: Person, organisation_id: int, asked: Asked, zone: ZoneInfo, number: int = 1
) -> Listing[Entry]:
    """Return a page of a client's ledger, the newest first; one statement, scoped to that reader."""
    return listed(session, _query(reader, organisation_id, asked, zone), _entry, number)


def all_of(
    session: Session,
    reader: Person,
    organisation_id: int,
    asked: Asked,
    zone: ZoneInfo,
    most: int | None = None,
) -> Iterator[Entry]:
    """Return every entry that is asked for, the newest first; at most so many."""
    rows = session.execute(_query(reader, organisation_id, asked, zone).limit(most))
    return (_entry(row) for row in rows)


def _query(reader: Person, organisation_id: int, asked: Asked, zone: ZoneInfo) -> Select[*tuple[Any, ...]]:
    open_ = _open_to(
        reader
    )  # what it was for is kept between one of them and the studio, what it cost is not
    query = (
        select(
            LedgerEntry.id,
            LedgerEntry.at,
            LedgerEntry.day,
            LedgerEntry.kind,
            LedgerEntry.credits,
            LedgerEntry.balance_after,
            LedgerEntry.price_cents,
            case((open_, LedgerEntry.ticket_number), else_=None),
            case((open_, Ticket.subject), else_=None),
            case((open_, LedgerEntry.why), else_=None),
            Person.name,
        )
        .outerjoin(Ticket, Ticket.number == LedgerEntry.ticket_number)
        .outerjoin(Person, Person.id == LedgerEntry.by_id)
        .where(LedgerEntry.organisation_id == organisation_id)
        .order_by(LedgerEntry.id.desc())
    )
    if asked.kind is not None:
        query = query.where(LedgerEntry.kind == asked.kind)
    if asked.ticket is not None:
        query = query.where(LedgerEntry.ticket_number == asked.ticket, open_)
    if asked.since is not None:
        query = query.where(LedgerEntry.at >= _start(asked.since, zone))
    if asked.until is not None:
        query = query.where(LedgerEntry.at < _start(asked.until + timedelta(days=1), zone))
    return seen_by(reader, query, LedgerEntry.organisation_id)


def _open_to(reader: Person) -> ColumnElement[bool]:
    return or_(LedgerEntry.ticket_number.is_(None), may_see(reader, Ticket.organisation_id))


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    *_figures, why, _by = row
    entry = Entry(*row)
    return replace(entry, why=_("A request that a colleague keeps private")) if why is None else entry


def _start(day: date, zone: ZoneInfo) -> datetime:
    return moment_of(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001 - the reading of a wall clock


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2100 else None
