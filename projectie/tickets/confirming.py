"""A mail is confirmed by the desk itself, in the deed that took it in (R6, R13, R25, R31)."""

import logging
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from projectie import history
from projectie.alerts.models import Cause
from projectie.alerts.raising import raise_alert
from projectie.clock.zone import local
from projectie.contracts.coverage import ClientFacts
from projectie.contracts.queries import tier_on
from projectie.contracts.sla import is_sla
from projectie.contracts.sla_queries import policy_on
from projectie.mail.automatic_letters import allowed
from projectie.mail.models import Mailbox
from projectie.mail.outbox import Draft, Queued, queue
from projectie.people.models import Hosting
from projectie.terms.studio import StudioFacts
from projectie.tickets.confirmation import Asked, Confirmation, confirmation_of, id_to_answer, is_answered
from projectie.tickets.letters import Ground, Thread
from projectie.tickets.models import Fate, Message, Ticket
from projectie.tickets.notices import NOBODY, Answers, Client, confirmation
from projectie.tickets.sla_reading import answers_by, phone_hours
from projectie.tickets.who import Sender

log = logging.getLogger(__name__)

HEARD = frozenset({Fate.CREATED, Fate.APPENDED})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail that was just told of: where it went, who wrote it, to which mailbox and when."""

    ticket: Ticket
    message: Message
    sender: Sender
    mailbox: Mailbox
    at: datetime
    forwarded: bool = False  # by a colleague: whatever the mailbox, the client asked for nothing (R13, R33)


def confirm(session: Session, arrival: Arrival, ground: Ground) -> Queued | None:
    """Queue what the mail gets back by itself, and return it; part of the deed that is open.

    Nothing goes to machines, to staff and to ourselves; the brakes hold what goes to anybody else (R31).
    """
    message, now = arrival.message, arrival.at
    kind = confirmation_of(_asked(arrival), _ours(ground.facts))
    _note_urgency(session, arrival)
    if kind is Confirmation.NONE:
        return None
    proven = kind is not Confirmation.FIXED
    if not allowed(session, message.from_address, arrival.ticket.number, now, proven=proven):
        return None
    client = _client(session, arrival, ground) if proven else NOBODY
    draft = _written(arrival, kind, ground, client)
    return queue(session, draft, now) if draft else None


def confirm_form(session: Session, arrival: Arrival, ground: Ground, page_url: str) -> Queued | None:
    """Confirm what was sent by a form, as a mail is: nobody proves the address a visitor types (R25, R31, R32)."""
    ticket, address, proven = arrival.ticket, arrival.message.from_address, arrival.message.trusted
    if not is_answered(address, _ours(ground.facts)):
        return None
    if not allowed(session, address, ticket.number, arrival.at, proven=proven):
        return None
    kind = Confirmation.RECEIVED if proven else Confirmation.FIXED
    client = _client(session, arrival, ground) if proven else NOBODY
    owed = _is_owed(arrival)
    draft = confirmation(
        ticket, kind, Thread(), ground, client, urgent=False, promised=owed, page_url=page_url
    )
    return queue(session, draft, arrival.at)


def _written(arrival: Arrival, kind: Confirmation, ground: Ground, client: Client) -> Draft | None:
    message = arrival.message
    earlier = () if kind is Confirmation.FIXED else tuple(message.references)
    thread = Thread(earlier, id_to_answer(message.message_id, kind))
    urgent, promised = arrival.mailbox is Mailbox.URGENT, _is_owed(arrival)
    try:
        return confirmation(arrival.ticket, kind, thread, ground, client, urgent=urgent, promised=promised)
    except Exception as error:
        # A letter that cannot be written never costs the mail that it would have confirmed (R29).
        log.exception("message %s could not be confirmed", message.id, exc_info=error)
        return None


def _asked(arrival: Arrival) -> Asked:
    message, sender = arrival.message, arrival.sender
    return Asked(
        fate=message.fate or Fate.QUARANTINED,
        automatic=message.auto,
        address=message.from_address,
        of_studio=sender.of_studio,
        client=sender.is_client,
        proven=message.trusted,
        urgent=arrival.mailbox is Mailbox.URGENT,
        urgent_before=message.fate is not Fate.CREATED and arrival.ticket.urgent_asked,
    )


def _ours(facts: StudioFacts) -> tuple[str, ...]:
    return facts.support_address, facts.urgent_address, facts.info_address


def _note_urgency(session: Session, arrival: Arrival) -> None:
    """Whoever writes to the urgent mailbox about a ticket asks for urgency; asking is never being urgent (R13)."""
    ticket, message = arrival.ticket, arrival.message
    if (
        arrival.forwarded
        or arrival.mailbox is not Mailbox.URGENT
        or ticket.urgent_asked
        or message.fate not in HEARD
    ):
        return
    ticket.urgent_asked = True
    ticket.version += 1
    of, details = ("ticket", ticket.number), {"message": message.id}
    history.record(session, at=arrival.at, by=None, deed="ticket.urgency_asked", of=of, details=details)
    raise_alert(session, ticket.number, Cause.URGENT, arrival.at)


def _is_owed(arrival: Arrival) -> bool:
    """Whether the first answer is still to come within the promise."""
    ticket = arrival.ticket
    return ticket.answered_at is None and ticket.response_by is not None and arrival.at < ticket.response_by


def _client(session: Session, arrival: Arrival, ground: Ground) -> Client:
    organisation, person = arrival.sender.organisation, arrival.sender.person
    if organisation is None:
        return NOBODY
    tier = tier_on(session, organisation.id, arrival.at.astimezone(ZoneInfo(ground.facts.zone)).date())
    return Client(
        ClientFacts(tier, studio_supplies_mail=organisation.studio_mail),
        self_hosted=organisation.hosting is Hosting.SELF,
        signs_in=person is not None and person.signs_in,
        answers=_agreed(session, arrival.ticket, tier, ground),
    )


def _agreed(session: Session, ticket: Ticket, tier: str | None, ground: Ground) -> Answers:
    """Return by when the SLA promises an answer, for each priority the request may get (R10)."""
    if ticket.priority or ticket.organisation_id is None or not tier or not is_sla(ground.terms.matrix, tier):
        return ()
    policy = policy_on(session, ticket.organisation_id, local(ticket.opened_at, ground.calendar.zone).date())
    hours = phone_hours(ground.terms.figures, ground.calendar)
    return answers_by(policy, ticket.opened_at, hours) if policy else ()
