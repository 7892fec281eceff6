"""A ticket that asks for the same as another: done, with a link on both; undone, it stands where it stood."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.tickets.changed import Changed
from projectie.tickets.columns import held, place_at_end
from projectie.tickets.gaps import free_behind, is_taken
from projectie.tickets.marks import Duplicate
from projectie.tickets.models import Column, Ticket


class NoDuplicate(StrEnum):
    """Why one ticket cannot be the duplicate of another."""

    ITSELF = "itself"
    UNKNOWN = "unknown"  # no such ticket
    ROUND = "round"  # that one is a duplicate of this one
    ALREADY = "already"


class DuplicateRefused(ValueError):  # noqa: N818 (a refusal that the page words)
    """It was not marked."""

    def __init__(self, reason: NoDuplicate) -> None:
        super().__init__(reason.value)
        self.reason = reason


def mark_duplicate(number: int, of: int, version: int, by: int, now: datetime) -> int:
    """Close a ticket as a duplicate and return of which: of a duplicate, the one that stands for both.

    Raises DuplicateRefused, Changed, MissingError.
    """
    with transaction() as session:
        ticket = held(session, number)
        if ticket.version != version:
            raise Changed(ticket.version)
        original = _original(session, ticket, of)
        ticket.version += 1
        session.add(_kept(ticket, original, by, now))
        details = {"of": original, "from_column": ticket.column.value, "to_column": Column.DONE.value}
        if ticket.column is not Column.DONE:
            ticket.position = place_at_end(session, Column.DONE)
            ticket.column, ticket.column_since, ticket.done_at = Column.DONE, now, now
        _told(session, ticket, "ticket.duplicate", by, now, details)
        return original


def undo_duplicate(number: int, by: int, now: datetime) -> None:
    """Take the link away; the ticket is back where it stood, unless it went on since."""
    with transaction() as session:
        ticket, kept = held(session, number), session.get(Duplicate, number)
        if kept is None:
            return
        if ticket.version == kept.version and ticket.column is not kept.from_column:
            position = kept.from_position
            if is_taken(session, ticket, kept.from_column, position):
                position = free_behind(session, ticket, kept.from_column, position)
            ticket.column, ticket.position = kept.from_column, position
            ticket.column_since, ticket.done_at = kept.from_since, None
        ticket.version += 1
        session.delete(kept)
        _told(session, ticket, "ticket.duplicate_undone", by, now, {"to_column": ticket.column.value})


def _original(session: Session, ticket: Ticket, of: int) -> int:
    if of == ticket.number:
        raise DuplicateRefused(NoDuplicate.ITSELF)
    if session.get(Ticket, of) is None:
        raise DuplicateRefused(NoDuplicate.UNKNOWN)
    if session.get(Duplicate, ticket.number) is not None:
        raise DuplicateRefused(NoDuplicate.ALREADY)
    further = session.get(Duplicate, of)
    original = further.of_number if further else of
    if original == ticket.number:
        raise DuplicateRefused(NoDuplicate.ROUND)
    return original


def _kept(ticket: Ticket, of: int, by: int, now: datetime) -> Duplicate:
    return Duplicate(
        ticket_number=ticket.number,
        of_number=of,
        person_id=by,
        at=now,
        from_column=ticket.column,
        from_position=ticket.position,
        from_since=ticket.column_since,
        version=ticket.version,
    )


def _told(
    session: Session, ticket: Ticket, deed: str, by: int, now: datetime, details: dict[str, int | str]
) -> None:
    history.record(session, at=now, by=by, deed=deed, of=("ticket", ticket.number), details=details)
    announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id, by=by)
