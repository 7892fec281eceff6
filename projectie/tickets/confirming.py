"""A mail is confirmed by the desk itself, in the deed that took it in (R6, R13, R25, R31)."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from projectie import history
from projectie.contracts.coverage import ClientFacts
from projectie.contracts.queries import tier_on
from projectie.mail.automatic_letters import allowed
from projectie.mail.models import Mailbox, OutgoingLetter
from projectie.mail.outbox import queue
from projectie.people.models import Hosting, Role
from projectie.terms.in_force import studio_facts
from projectie.terms.studio import StudioFacts
from projectie.tickets.confirmation import Asked, Confirmation, confirmation_of
from projectie.tickets.letters import Ground, Thread, ground_of
from projectie.tickets.models import Fate, Message, Ticket
from projectie.tickets.notices import NOBODY, Client, confirmation
from projectie.tickets.who import Sender


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail that was just told of: where it went and who wrote it."""

    ticket: Ticket
    message: Message
    sender: Sender


def confirm(session: Session, arrival: Arrival, key: str) -> OutgoingLetter | None:
    """Queue what the mail gets back by itself, and return it; part of the deed that is open.

    Nothing goes to machines, to staff and to ourselves; the brakes hold what goes to anybody else (R31).
    """
    message, now = arrival.message, arrival.message.received_at
    kind = confirmation_of(_asked(arrival), _ours(studio_facts(session)))
    _note_urgency(session, arrival)
    if kind is Confirmation.NONE:
        return None
    proven = kind is not Confirmation.FIXED
    if not allowed(session, message.from_address, arrival.ticket.number, now, proven=proven):
        return None
    ground = ground_of(session, key, now)
    client = _client(session, arrival.sender, ground, message) if proven else NOBODY
    draft = confirmation(
        arrival.ticket,
        kind,
        Thread(tuple(message.references), message.message_id or ""),
        ground,
        client,
        urgent=message.mailbox is Mailbox.URGENT,
        promised=_is_owed(arrival.ticket, message),
    )
    return queue(session, draft, now)


def _asked(arrival: Arrival) -> Asked:
    message, sender = arrival.message, arrival.sender
    return Asked(
        fate=message.fate or Fate.QUARANTINED,
        automatic=message.auto,
        address=message.from_address,
        of_studio=sender.person is not None and sender.person.role is not Role.CLIENT,
        client=sender.is_client,
        proven=message.trusted,
        urgent=message.mailbox is Mailbox.URGENT,
        urgent_before=message.fate is not Fate.CREATED and arrival.ticket.urgent_asked,
    )


def _ours(facts: StudioFacts) -> tuple[str, ...]:
    return facts.support_address, facts.urgent_address, facts.info_address


def _note_urgency(session: Session, arrival: Arrival) -> None:
    """A reply to the urgent mailbox asks for urgency; asking is never being urgent (R13)."""
    ticket, message = arrival.ticket, arrival.message
    asks = message.fate is Fate.APPENDED and message.mailbox is Mailbox.URGENT
    if not asks or ticket.urgent_asked:
        return
    ticket.urgent_asked = True
    ticket.version += 1
    of, details = ("ticket", ticket.number), {"message": message.id}
    history.record(session, at=message.received_at, by=None, deed="ticket.urgency_asked", of=of, details=details)


def _is_owed(ticket: Ticket, message: Message) -> bool:
    """Whether the first answer is still to come within the promise."""
    return ticket.answered_at is None and ticket.response_by is not None and message.received_at < ticket.response_by


def _client(session: Session, sender: Sender, ground: Ground, message: Message) -> Client:
    organisation = sender.organisation
    if organisation is None:
        return NOBODY
    today = message.received_at.astimezone(ZoneInfo(ground.facts.zone)).date()
    tier = tier_on(session, organisation.id, today)
    return Client(
        ClientFacts(tier, studio_supplies_mail=organisation.studio_mail),
        self_hosted=organisation.hosting is Hosting.SELF,
        signs_in=sender.person is not None and sender.person.password_hash is not None,
    )
