"""The letter that tells a client when the work is done, or that this moves (R9)."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from projectie.mail.outbox import Draft
from projectie.tickets.letters import Ground, Thread
from projectie.tickets.models import Direction, Message, Ticket, is_written
from projectie.tickets.notices import Moved, promise_made, promise_moved
from projectie.tickets.planning_promises import needs_reason_to_move


def letter_of(session: Session, ticket: Ticket, moved: Moved, author: str, ground: Ground) -> Draft:
    """Return the letter, in the ticket's language; what only makes a promise sharper moves nothing."""
    thread, cause = thread_on(session, ticket), f"{ticket.number}:{ticket.version}"
    if moved.before is None or not needs_reason_to_move(moved.after, moved.before):
        return promise_made(ticket, moved.after, ground, thread, author, cause)
    return promise_moved(ticket, moved, ground, thread, author, cause)


def thread_on(session: Session, ticket: Ticket) -> Thread:
    """Return what a letter about a ticket follows up: all that people wrote, and the client's last mail."""
    by_people = or_(Message.direction == Direction.OUT, is_written())
    said = select(Message.message_id, Message.direction).where(
        Message.ticket_number == ticket.number, by_people
    )
    found = [(one, way) for one, way in session.execute(said.order_by(Message.id)) if one]
    theirs = [one for one, way in found if way is Direction.IN]
    return Thread(tuple(one for one, _ in found), theirs[-1] if theirs else "")
