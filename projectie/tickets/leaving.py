"""Whoever reads along can stop: their mail program writes our signed address back, from theirs (R30, RFC 2369).

A link would change something by being opened (R35); a mail is written by hand, or after the program has asked.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.mail.letter import Authentication, Letter
from projectie.mail.reply_address import LEAVE
from projectie.tickets.models import Ticket
from projectie.tickets.participants import DEEDS
from projectie.tickets.people_models import Participant, Standing
from projectie.tickets.thread import Thread
from projectie.tickets.who import Sender


def leaves(session: Session, letter: Letter, thread: Thread, sender: Sender) -> bool:
    """Return whether the mail only says that its sender reads along no more."""
    if letter.subject.strip().lower() != LEAVE or letter.authentication is Authentication.FAIL:
        return False
    return thread.proves_sender and _participant(session, thread.joins or 0, sender.address) is not None


def leave(session: Session, ticket: Ticket, address: str, now: datetime) -> None:
    """Take somebody off a ticket because they asked for it; part of the deed that takes the mail in."""
    participant = _participant(session, ticket.number, address)
    if participant is None or participant.standing is Standing.REMOVED:
        return
    participant.standing = Standing.REMOVED
    of, details = ("ticket", ticket.number), {"participant": participant.id}
    history.record(session, at=now, by=None, deed=DEEDS[Standing.REMOVED], of=of, details=details)


def _participant(session: Session, number: int, address: str) -> Participant | None:
    """Return the participant of that address, also one that was taken off: mail programs repeat themselves."""
    return session.scalar(
        select(Participant).where(
            Participant.ticket_number == number,
            Participant.address == address,
            Participant.standing.in_((Standing.TAKES_PART, Standing.REMOVED)),
        )
    )
