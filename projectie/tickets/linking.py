"""Linking two tickets: the part of every deed that says what one has to do with another."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.tickets.link_models import LinkKind, TicketLink


def follow_up(session: Session, number: int, old: int, now: datetime) -> None:
    """Link a ticket to the one it follows up, done too long ago to be reopened, so that each leads to the other (R17a)."""
    link(session, number, LinkKind.FOLLOWS, old, None, now)
    for one, deed, other in ((number, "ticket.follows", old), (old, "ticket.followed_up", number)):
        history.record(session, at=now, by=None, deed=deed, of=("ticket", one), details={"other": other})


def link(session: Session, number: int, kind: LinkKind, to: int, by: int | None, now: datetime) -> bool:
    """Link a ticket to another, part of a deed that is open; return False where it was linked so before."""
    same = select(TicketLink.id).where(
        TicketLink.from_number == number, TicketLink.to_number == to, TicketLink.kind == kind
    )
    if session.scalar(same) is not None:
        return False
    session.add(TicketLink(from_number=number, to_number=to, kind=kind, by_id=by, at=now))
    session.flush()
    return True
