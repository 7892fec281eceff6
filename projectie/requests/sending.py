"""A request is sent by a form: one deed opens the ticket, says what was typed, and queues the confirmation (R25)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from projectie.database import transaction
from projectie.live.announce import announce
from projectie.mail.models import Mailbox
from projectie.people.models import Person
from projectie.requests.models import OnlineMessage
from projectie.requests.saying import Writer, say, sent
from projectie.terms.in_force import standing
from projectie.tickets.columns import lock_board
from projectie.tickets.confirming import Arrival, confirm_form
from projectie.tickets.letters import Ground
from projectie.tickets.models import Message, Ticket
from projectie.tickets.opening import Request, open_ticket
from projectie.tickets.overruling import prioritise
from projectie.tickets.priority import Impact, Kind, Urgency
from projectie.tickets.who import sender_at

PageOf = Callable[[OnlineMessage, Ticket], str]  # where what was sent is followed


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was typed."""

    key: str  # of the form
    subject: str
    text: str
    kind: Kind
    service: str | None
    impact: Impact
    urgency: Urgency
    language: str
    private: bool = False


def send(asked: Asked, by: Person | Writer, signing: str, page_of: PageOf, now: datetime) -> OnlineMessage:
    """Open a ticket for what was typed, once a form, and confirm it; return what it became."""
    with transaction() as session:
        lock_board(session)  # of two clicks at once the second one finds what the first one did
        earlier = sent(session, asked.key)
        if earlier is not None:
            return earlier
        stands = standing(session, now)
        writer = _writer(by)
        ticket = open_ticket(session, _request(session, asked, by), stands, now, writer.id)
        ticket.kind, ticket.impact, ticket.urgency = asked.kind, asked.impact, asked.urgency
        ticket.service = asked.service
        prioritise(session, ticket, now)
        kept, message = say(session, ticket, asked.text, writer, asked.key, now, opens=True)
        acknowledge(session, ticket, message, Ground.on(stands, signing), page_of(kept, ticket), now)
        announce(
            session,
            at=now,
            kind="ticket",
            of=ticket.number,
            organisation=ticket.organisation_id,
            by=writer.id,
        )
        return kept


def acknowledge(
    session: Session, ticket: Ticket, message: Message, ground: Ground, page_url: str, now: datetime
) -> None:
    """Queue the confirmation of a new ticket, part of the deed that opened it."""
    sender = sender_at(session, message.from_name, message.from_address, proven=message.trusted)
    confirm_form(session, Arrival(ticket, message, sender, Mailbox.SUPPORT, now), ground, page_url)


def _writer(by: Person | Writer) -> Writer:
    return by if isinstance(by, Writer) else Writer(by.id, by.name, by.email)


def _request(session: Session, asked: Asked, by: Person | Writer) -> Request:
    """Return whose request it is: a visitor's by the address alone, which nobody proved (R32)."""
    if isinstance(by, Writer):
        known = sender_at(session, by.name, by.address, proven=False)
        person = known.person.id if known.person and not known.of_studio else None
        organisation = known.organisation.id if known.organisation else None
        return Request(asked.subject, organisation, person, by.name, by.address, False, asked.language, False)
    return Request(
        asked.subject,
        by.organisation_id,
        by.id,
        by.name,
        by.email,
        True,
        asked.language,
        False,
        asked.private,
    )
