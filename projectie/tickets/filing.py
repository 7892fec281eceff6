"""A mail that was read gets its fate, its ticket and its answer, in the deed that is open (R29–R31)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from sqlalchemy.orm import Session

from projectie.config import Settings
from projectie.live.announce import announce
from projectie.mail.blobs import BlobStore
from projectie.mail.keep import Underway
from projectie.mail.letter import Authentication, Letter, Limits
from projectie.mail.limits import limits_by
from projectie.mail.models import Mailbox
from projectie.mail.ours import NOTHING, Ours
from projectie.terms.in_force import Standing, standing
from projectie.tickets import forwards
from projectie.tickets.columns import held
from projectie.tickets.confirming import HEARD, Arrival, confirm
from projectie.tickets.deliveries import mark_reported
from projectie.tickets.fate import Decision, Known, decide
from projectie.tickets.forwards import PassedOn
from projectie.tickets.hints import hint_of
from projectie.tickets.leaving import leave, leaves
from projectie.tickets.letters import Ground
from projectie.tickets.linking import follow_up
from projectie.tickets.models import Fate, Message, Ticket
from projectie.tickets.opening import Request, as_private_as, open_ticket
from projectie.tickets.participants import Heard, hear
from projectie.tickets.reading import message_of
from projectie.tickets.snoozing import heard
from projectie.tickets.thread import reported_on, thread_of
from projectie.tickets.waking import wake
from projectie.tickets.who import Sender, sender_of
from projectie.tickets.withdrawing import overtake


@dataclass(frozen=True, slots=True)
class Intake:
    """What the intake works with."""

    blobs: BlobStore
    key: str  # signs reply addresses
    authserv_id: str  # whose Authentication-Results we believe (R32)
    limits: Limits = field(default_factory=Limits)  # how much of a mail is read
    ours: Ours = NOTHING

    @classmethod
    def by(cls, settings: Settings, blobs: BlobStore) -> Self:
        """Return what these settings say."""
        return cls(blobs, settings.secret_key, settings.authserv_id, limits_by(settings), settings.ours)


@dataclass(frozen=True, slots=True)
class Again:
    """A mail is decided on anew, later: its message, when that is, and whether a person wants it heard."""

    message: Message
    at: datetime
    heard: bool


def store(
    session: Session, letter: Letter, mail: Underway, intake: Intake, again: Again | None = None
) -> Message:
    """Give a mail its fate and do what follows from it; part of the deed that is open.

    What is promised counts from the moment the mail arrived, also where it is decided on later (R6).
    """
    at = again.at if again else mail.received_at
    released = mail.mailbox is Mailbox.INFO or (again is not None and again.heard)  # a manager released it
    sender, stands = sender_of(session, letter), standing(session, mail.received_at)
    thread = thread_of(session, letter, sender, intake.key)
    passed = None if thread.signed else forwards.passed_on(session, letter, sender, stands.facts)
    thread = thread if passed is None else thread.as_hint()
    leaving = leaves(session, letter, thread, sender)
    known = Known(thread.joins, reported_on(session, letter), sender.is_client, leaving, released)
    decision = decide(letter, known)
    trusted = (sender.proven or thread.proves_sender) and letter.authentication is not Authentication.FAIL
    ticket = _awake(session, decision, sender, letter, mail.received_at)
    if decision.fate in HEARD and ticket is None:
        decision = Decision(Fate.CREATED, None)  # also a reply too late to reopen its ticket (R17a)
        hint = thread.joins or thread.hint or hint_of(session, letter, sender, mail.received_at)
        request = _request(letter, sender, mail, hint, trusted=trusted)
        request = request if thread.joins is None else as_private_as(session, request, thread.joins)
        request = request if passed is None else forwards.request_for(passed, hint)
        ticket = open_ticket(session, request, stands, mail.received_at)
        if thread.joins is not None:  # a reply to what was done too long ago (R17a)
            follow_up(session, ticket.number, thread.joins, mail.received_at)
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
    arrival = None
    if ticket is not None:
        arrival = Arrival(ticket, message, sender, mail.mailbox, at, forwarded=passed is not None)
        _people(session, letter, arrival, passed, stands)
        if leaving and decision.fate is Fate.AUTO:
            leave(session, ticket, sender.address, at)
    _answer(session, letter, arrival, Ground.on(stands, intake.key))
    tell(session, ticket, message, at)
    return message


def _people(
    session: Session, letter: Letter, arrival: Arrival, passed: PassedOn | None, stands: Standing
) -> None:
    """Do what follows from the mail for people: who takes part, and for whom a colleague passed it on."""
    message, sender, at = arrival.message, arrival.sender, arrival.at
    if passed is not None and sender.person is not None:
        forwards.keep(session, letter, passed, sender.person.id, message, at)
    elif message.fate in HEARD:
        hear(session, letter, Heard(arrival.ticket, message, sender, at), stands.facts)


def _answer(session: Session, letter: Letter, arrival: Arrival | None, ground: Ground) -> None:
    """Do what follows from the mail for letters of ours: one is confirmed, held back, or known to be lost."""
    mark_reported(session, letter)
    if arrival is None:
        return
    if arrival.message.fate is Fate.APPENDED and _is_for_client(arrival.sender, arrival.ticket):
        overtake(session, arrival.ticket, arrival.at)
        heard(session, arrival.ticket, arrival.at)
    confirm(session, arrival, ground)


def _awake(
    session: Session, decision: Decision, sender: Sender, letter: Letter, at: datetime
) -> Ticket | None:
    """Return the ticket the mail goes on, woken by a client's reply; none when a new one must open."""
    if decision.ticket is None:
        return None
    ticket = held(session, decision.ticket)
    answers = decision.fate is Fate.APPENDED and _is_for_client(sender, ticket)
    return ticket if not answers or wake(session, ticket, letter, at) else None


def _is_for_client(sender: Sender, ticket: Ticket) -> bool:
    """Whether somebody answers as the client does: a colleague who mails along on a client's ticket does not (R30)."""
    return not sender.of_studio or sender.address == ticket.requester_address


def _request(letter: Letter, sender: Sender, mail: Underway, hint: int | None, *, trusted: bool) -> Request:
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
        hint=hint,
    )


def tell(session: Session, ticket: Ticket | None, message: Message, at: datetime) -> None:
    """Let open pages know of a mail: those of its ticket, or the list of mail."""
    if ticket is not None:
        announce(session, at=at, kind="ticket", of=ticket.number, organisation=ticket.organisation_id)
    else:
        announce(session, at=at, kind="mail", of=message.id)
