"""Links between tickets, made and taken away by staff; each is shown on both."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from projectie import history
from projectie.bonds.faults import BondRefused, NoBond
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.tickets.columns import held
from projectie.tickets.link_models import LinkKind, TicketLink
from projectie.tickets.linking import link
from projectie.tickets.merged import goes_on_at
from projectie.tickets.models import Column, Ticket

REMOVABLE = frozenset({LinkKind.RELATES, LinkKind.BLOCKS})  # the others say what happened


class Reading(StrEnum):
    """How a link reads on one of its tickets."""

    RELATES = "relates"
    BLOCKS = "blocks"
    BLOCKED_BY = "blocked_by"
    SPLIT_FROM = "split_from"
    SPLIT_OFF = "split_off"
    FOLLOWS = "follows"
    FOLLOWED_BY = "followed_by"


FORWARD = {
    LinkKind.RELATES: Reading.RELATES,
    LinkKind.BLOCKS: Reading.BLOCKS,
    LinkKind.SPLIT: Reading.SPLIT_FROM,
    LinkKind.FOLLOWS: Reading.FOLLOWS,
}
BACKWARD = {
    LinkKind.RELATES: Reading.RELATES,
    LinkKind.BLOCKS: Reading.BLOCKED_BY,
    LinkKind.SPLIT: Reading.SPLIT_OFF,
    LinkKind.FOLLOWS: Reading.FOLLOWED_BY,
}


@dataclass(frozen=True, slots=True)
class Linked:
    """A link as one of its tickets shows it."""

    id: int
    reading: Reading
    number: int
    subject: str
    column: Column
    merged_into: int | None
    removable: bool


def make_link(number: int, reading: Reading, other: int, by: int, now: datetime) -> None:
    """Link a ticket to another, in the way it reads there; raise MissingError, BondRefused or MergedAway."""
    with transaction() as session:
        ticket = held(session, number)
        to = goes_on_at(session, other)
        if to == number:
            raise BondRefused(NoBond.ITSELF)
        if session.get(Ticket, to) is None:
            raise BondRefused(NoBond.UNKNOWN)
        first, second = (to, number) if reading is Reading.BLOCKED_BY else (number, to)
        kind = LinkKind.RELATES if reading is Reading.RELATES else LinkKind.BLOCKS
        if kind is LinkKind.RELATES:
            first, second = sorted((number, to))  # of two tickets that relate there is one link
        if link(session, first, kind, second, by, now):
            _tell(session, ticket.number, to, "ticket.linked", by, now)


def remove_link(number: int, link_id: int, by: int, now: datetime) -> None:
    """Take a link away that a colleague made; raise MissingError."""
    with transaction() as session:
        held(session, number)
        found = session.get(TicketLink, link_id)
        if found is None or number not in {found.from_number, found.to_number} or found.kind not in REMOVABLE:
            raise MissingError(f"link {link_id}")
        other = found.to_number if found.from_number == number else found.from_number
        session.delete(found)
        session.flush()
        _tell(session, number, other, "ticket.unlinked", by, now)


def links_of(session: Session, number: int) -> list[Linked]:
    """Return every link of a ticket with the ticket at its other end; one statement."""
    one, other = TicketLink, aliased(Ticket)
    ends = or_(
        (one.from_number == number) & (other.number == one.to_number),
        (one.to_number == number) & (other.number == one.from_number),
    )
    wanted = select(
        *(one.id, one.kind, one.from_number),
        *(other.number, other.subject, other.column.label("column"), other.merged_into),
    ).join(other, ends)
    rows = session.execute(
        wanted.where(or_(one.from_number == number, one.to_number == number)).order_by(one.id)
    )
    return [
        Linked(
            row.id,
            (FORWARD if row.from_number == number else BACKWARD)[row.kind],
            row.number,
            row.subject,
            row.column,
            row.merged_into,
            row.kind in REMOVABLE,
        )
        for row in rows
    ]


def _tell(session: Session, number: int, other: int, deed: str, by: int, now: datetime) -> None:
    """Write a line on both tickets, for both show the link."""
    for one, another in ((number, other), (other, number)):
        history.record(session, at=now, by=by, deed=deed, of=("ticket", one), details={"other": another})
        announce(session, at=now, kind="ticket", of=one, by=by)
