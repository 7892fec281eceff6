"""A card is put on hold in its column, and taken off it; leaving the column takes it off too. Its promises run on."""

from datetime import datetime

from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.tickets.board_models import Hold
from projectie.tickets.columns import held
from projectie.tickets.models import Column, Ticket


def hold(number: int, by: int, now: datetime) -> bool:
    """Put a card on hold; return whether it is by now. What is done is never on hold."""
    with transaction() as session:
        ticket = held(session, number)
        if ticket.column is Column.DONE or is_on_hold(session, ticket):
            return ticket.column is not Column.DONE
        session.merge(Hold(ticket_number=number, column_since=ticket.column_since, by=by, at=now))
        _changed(session, ticket, "ticket.held", by, now)
        return True


def release(number: int, by: int, now: datetime) -> None:
    """Take a card off hold; nothing happens when it is on none."""
    with transaction() as session:
        ticket = held(session, number)
        if is_on_hold(session, ticket):
            session.delete(session.get_one(Hold, number))
            _changed(session, ticket, "ticket.released", by, now)


def is_on_hold(session: Session, ticket: Ticket) -> bool:
    """Return whether that card is on hold where it stands."""
    kept = session.get(Hold, ticket.number)
    return kept is not None and kept.column_since == ticket.column_since


def _changed(session: Session, ticket: Ticket, deed: str, by: int, now: datetime) -> None:
    ticket.version += 1
    history.record(session, at=now, by=by, deed=deed, of=("ticket", ticket.number))
    announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id, by=by)
