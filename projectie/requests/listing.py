"""A client's requests, narrowed to what is asked for, each with what it cost (R23)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from projectie.credits.models import EntryKind, LedgerEntry
from projectie.home.lines import TicketLine, is_open, lines, tickets
from projectie.listing import Listing, words_of
from projectie.people.models import Person
from projectie.people.scope import seen_by
from projectie.tickets.columns import OPEN
from projectie.tickets.models import Column, Direction, Message, Ticket, is_written

SIZE = 25
OF_A_REQUEST = (
    EntryKind.CHARGE, EntryKind.URGENT_CHARGE, EntryKind.LENIENCY, EntryKind.CORRECTION,
)  # fmt: skip
SHOWN = ("open", "waiting", "done", "all")


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list is asked for; whatever cannot be understood narrows nothing."""

    words: str = ""
    shown: str = "open"
    mine: bool = False

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "Asked":
        """Return what an address asks for; who searches looks in everything."""
        words, shown = words_of(arguments.get("q")), arguments.get("shown", "")
        return cls(
            words, shown if shown in SHOWN else ("all" if words else "open"), arguments.get("mine") == "1"
        )

    @property
    def arguments(self) -> dict[str, str]:
        """The same as arguments of an address."""
        given = {"q": self.words, "shown": self.shown, "mine": "1" if self.mine else ""}
        return {name: value for name, value in given.items() if value}


def requests_of(session: Session, reader: Person, asked: Asked, number: int = 1) -> Listing[TicketLine]:
    """Return a page of the requests that person may see, the newest first."""
    query: Select[*tuple[Any, ...]] = seen_by(reader, tickets(), Ticket.organisation_id)
    query = query.where(Ticket.merged_into.is_(None))
    if asked.shown == "open":
        query = query.where(is_open())
    elif asked.shown != "all":
        query = query.where(Ticket.column == (Column.WAITING if asked.shown == "waiting" else Column.DONE))
    if asked.mine:
        query = query.where(Ticket.requester_id == reader.id)
    if asked.words:
        query = query.where(_holds(asked.words))
    return lines(session, query.order_by(Ticket.opened_at.desc(), Ticket.number.desc()), SIZE, number)


def credits_of(session: Session, numbers: list[int]) -> dict[int, int]:
    """Return what each of those requests cost so far; one statement."""
    spent = (
        select(LedgerEntry.ticket_number, -func.sum(LedgerEntry.credits))
        .where(LedgerEntry.ticket_number.in_(numbers), LedgerEntry.kind.in_(OF_A_REQUEST))
        .group_by(LedgerEntry.ticket_number)
    )
    return {row[0]: row[1] for row in session.execute(spent) if row[0] is not None}


def _holds(words: str) -> ColumnElement[bool]:
    number = words.lstrip("#")
    theirs = or_(
        Message.from_address == Ticket.requester_address, Message.author_id.is_not(None)
    )  # as they read it
    said = exists().where(
        *(Message.ticket_number == Ticket.number, Message.direction == Direction.IN, is_written(), theirs),
        Message.reply_text.icontains(words, autoescape=True),
    )
    found = or_(Ticket.subject.icontains(words, autoescape=True), said)
    return (
        or_(found, Ticket.number == int(number))
        if number.isascii() and number.isdigit() and len(number) < 9
        else found
    )


def number_open(session: Session, reader: Person) -> int:
    """Return how many requests go on."""
    wanted = select(func.count()).select_from(Ticket).where(Ticket.column.in_(OPEN))
    return session.scalar(seen_by(reader, wanted, Ticket.organisation_id)) or 0
