"""A mail comes in: kept first, then understood, then told (R29). Killed at any moment, it loses and doubles nothing."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.database import db, transaction
from projectie.live.announce import announce
from projectie.mail.blobs import BlobStore
from projectie.mail.keep import Underway, begin_to_understand, keep, try_again, waiting
from projectie.mail.letter import Authentication, Letter
from projectie.mail.models import Mailbox, RawMail
from projectie.mail.ours import NOTHING, Ours
from projectie.mail.parse import parse
from projectie.terms.in_force import standing
from projectie.tickets.columns import held
from projectie.tickets.confirming import Arrival, confirm
from projectie.tickets.deliveries import mark_reported
from projectie.tickets.fate import Decision, Known, decide
from projectie.tickets.letters import Ground, ground_of
from projectie.tickets.models import Fate, Message, Ticket
from projectie.tickets.opening import Request, open_ticket
from projectie.tickets.reading import message_of, unread_message
from projectie.tickets.thread import Thread, reported_on, thread_of
from projectie.tickets.waking import wake
from projectie.tickets.who import Sender, sender_at, sender_of
from projectie.tickets.withdrawing import overtake

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=1)  # whoever kept it is most likely still reading it
MOST_ATTEMPTS = 3  # a mail that kills its reader so often is shown unread, in quarantine


@dataclass(frozen=True, slots=True)
class Intake:
    """What the intake works with."""

    blobs: BlobStore
    key: str  # signs reply addresses
    authserv_id: str  # whose Authentication-Results we believe (R32)
    ours: Ours = NOTHING


@dataclass(frozen=True, slots=True)
class Again:
    """A mail is decided on anew, later: its message, when that is, and whether a person wants it heard."""

    message: Message
    at: datetime
    heard: bool


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
        if ticket is None or ticket.urgent_asked:
            return
        sender = sender_at(session, message.from_name, message.from_address, proven=message.trusted)
        confirm(session, Arrival(ticket, message, sender, mailbox, now), ground_of(session, intake.key, now))
        _tell(session, ticket, message, now)


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
    with transaction() as session:
        mail = begin_to_understand(session, raw_id)
        if mail is None:
            return _told(session, raw_id)
        message = store(session, letter, mail, intake) if letter else _quarantine(session, mail)
        return Received(str(message.fate), message.ticket_number, message.id)


def read(raw_id: int, raw: bytes, intake: Intake) -> Letter | None:
    """Return what a mail says; None, and why in the log, when it makes its reader stumble."""
    try:
        return parse(raw, authserv_id=intake.authserv_id or None, ours=intake.ours)
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


def store(
    session: Session, letter: Letter, mail: Underway, intake: Intake, again: Again | None = None
) -> Message:
    """Give a mail its fate and do what follows from it; part of the deed that is open.

    What is promised counts from the moment the mail arrived, also where it is decided on later (R6).
    """
    at = again.at if again else mail.received_at
    heard = mail.mailbox is Mailbox.INFO or (again is not None and again.heard)  # a manager released it
    sender = sender_of(session, letter)
    thread = thread_of(session, letter, sender, intake.key)
    decision = decide(letter, Known(thread.joins, reported_on(session, letter), sender.is_client, heard))
    trusted = (sender.proven or thread.proves_sender) and letter.authentication is not Authentication.FAIL
    ticket = _awake(session, decision, mail)
    stands = standing(session, mail.received_at)
    if decision.fate in {Fate.CREATED, Fate.APPENDED} and ticket is None:
        decision = Decision(Fate.CREATED, None)  # also a reply too late to reopen its ticket (R17a)
        request = _request(letter, sender, mail, thread, trusted=trusted)
        ticket = open_ticket(session, request, stands, mail.received_at)
    message = message_of(
        session,
        letter,
        mail,
        decision.fate,
        ticket,
        intake.blobs,
        trusted=trusted,
        again=again.message if again else None,
    )
    arrival = Arrival(ticket, message, sender, mail.mailbox, at) if ticket else None
    _answer(session, letter, arrival, Ground.on(stands, intake.key))
    _tell(session, ticket, message, at)
    return message


def _answer(session: Session, letter: Letter, arrival: Arrival | None, ground: Ground) -> None:
    """Do what follows from the mail for letters of ours: one is confirmed, held back, or known to be lost."""
    mark_reported(session, letter)
    if arrival is None:
        return
    if arrival.message.fate is Fate.APPENDED:
        overtake(session, arrival.ticket, arrival.at)
    confirm(session, arrival, ground)


def _awake(session: Session, decision: Decision, mail: Underway) -> Ticket | None:
    """Return the ticket the mail goes on, woken by a person's reply; none when a new one must open."""
    if decision.ticket is None:
        return None
    ticket = held(session, decision.ticket)
    if decision.fate is Fate.APPENDED and not wake(session, ticket, mail.received_at):
        return None
    return ticket


def _request(letter: Letter, sender: Sender, mail: Underway, thread: Thread, *, trusted: bool) -> Request:
    person, organisation = sender.person, sender.organisation
    spoken = (person or organisation).language if (person or organisation) else letter.language  # type: ignore[union-attr]
    return Request(
        subject=letter.subject,
        organisation_id=organisation.id if organisation else None,
        requester_id=person.id if person else None,
        requester_name=sender.name,
        requester_address=sender.address,
        verified=trusted,
        language=spoken or "nl",
        urgent_asked=mail.mailbox is Mailbox.URGENT,
        hint=thread.joins or thread.hint,
    )


def _tell(session: Session, ticket: Ticket | None, message: Message, at: datetime) -> None:
    if ticket is not None:
        announce(session, at=at, kind="ticket", of=ticket.number, organisation=ticket.organisation_id)
    else:
        announce(session, at=at, kind="mail", of=message.id)
