"""A mail comes in: kept first, then understood, then told (R29). Killed at any moment, it loses and doubles nothing."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.database import db, transaction
from projectie.live.announce import announce
from projectie.mail.keep import Underway, begin_to_understand, keep, try_again, waiting
from projectie.mail.letter import Letter
from projectie.mail.models import Mailbox, RawMail
from projectie.mail.parse import parse
from projectie.tickets.columns import held
from projectie.tickets.confirming import Arrival, confirm
from projectie.tickets.filing import Intake, store, tell
from projectie.tickets.letters import ground_of
from projectie.tickets.models import Message
from projectie.tickets.people_models import Forward
from projectie.tickets.reading import unread_message
from projectie.tickets.who import sender_at

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=1)  # whoever kept it is most likely still reading it
MOST_ATTEMPTS = 3  # a mail that kills its reader so often is shown unread, in quarantine


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a mail: its status, and the ticket and message if there are any."""

    status: str
    ticket: int | None
    message: int | None


def receive(
    raw: bytes, mailbox: Mailbox, intake: Intake, now: datetime, origin: str | None = None
) -> Received:
    """Store a mail and say what became of it; raises OSError or OperationalError when it cannot be kept now (R29)."""
    kept = keep(raw, mailbox, intake.blobs, now, origin)
    if not kept.fresh:
        earlier = db.session.scalars(select(Message).where(Message.raw_id == kept.raw_id)).first()
        if earlier is not None:
            _heard_again(earlier.id, mailbox, intake, now)
            return Received("duplicate", earlier.ticket_number, earlier.id)
        received = understand(kept.raw_id, intake)
        _heard_again(received.message or 0, mailbox, intake, now)
        return received
    return _understand(kept.raw_id, read(kept.raw_id, raw, intake), intake)


def _heard_again(message_id: int, mailbox: Mailbox, intake: Intake, now: datetime) -> None:
    """Of one mail to two mailboxes the second copy says one thing more: it was sent to the urgent mailbox too (R13)."""
    if mailbox is not Mailbox.URGENT:
        return
    with transaction() as session:
        message = session.get_one(Message, message_id)
        ticket = held(session, message.ticket_number) if message.ticket_number and not message.auto else None
        if ticket is None or ticket.urgent_asked or session.get(Forward, message_id) is not None:
            return
        sender = sender_at(session, message.from_name, message.from_address, proven=message.trusted)
        confirm(session, Arrival(ticket, message, sender, mailbox, now), ground_of(session, intake.key, now))
        tell(session, ticket, message, now)


def take_up(intake: Intake, now: datetime) -> int:
    """Understand every mail that was kept by a process that died before it could; return how many."""
    left = waiting(now - PATIENCE)
    for raw_id in left:
        try_again(raw_id)
        understand(raw_id, intake)
    return len(left)


def understand(raw_id: int, intake: Intake) -> Received:
    """Read a kept mail and give it its fate, once; reading it again returns the first result."""
    row = db.session.execute(select(RawMail.sha256, RawMail.attempts).where(RawMail.id == raw_id)).one()
    readable = row.attempts <= MOST_ATTEMPTS
    return _understand(
        raw_id, read(raw_id, intake.blobs.get(row.sha256), intake) if readable else None, intake
    )


def _understand(raw_id: int, letter: Letter | None, intake: Intake) -> Received:
    intake.blobs.ahead(db.session(), (part.content for part in letter.attachments) if letter else ())
    with transaction() as session:
        mail = begin_to_understand(session, raw_id)
        if mail is None:
            return _told(session, raw_id)
        message = store(session, letter, mail, intake) if letter else _quarantine(session, mail)
        return Received(str(message.fate), message.ticket_number, message.id)


def read(raw_id: int, raw: bytes, intake: Intake) -> Letter | None:
    """Return what a mail says; None, and why in the log, when it makes its reader stumble."""
    try:
        return parse(raw, intake.limits, authserv_id=intake.authserv_id or None, ours=intake.ours)
    except Exception as error:
        # No mail is refused for its content: it is kept, and shown as one we could not read.
        log.exception("mail %s could not be read", raw_id, exc_info=error)
        return None


def _told(session: Session, raw_id: int) -> Received:
    message = session.scalars(select(Message).where(Message.raw_id == raw_id)).one()
    return Received(str(message.fate), message.ticket_number, message.id)


def _quarantine(session: Session, mail: Underway) -> Message:
    message = unread_message(mail)
    session.add(message)
    session.flush()
    announce(session, at=mail.received_at, kind="mail", of=message.id)
    return message
