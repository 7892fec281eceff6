"""A client's mail that a colleague passes on opens a ticket for that client, until somebody says otherwise (R33).

Of several mails within one another the outermost that the studio did not write counts: that is who wrote to us.
What a client passed on from somebody else stays in the text, and what colleagues wrote above it is a note.
Who wrote the original is claimed by the text alone: nothing is sent to them by itself, and nothing proves them.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.mail.forwarding import Forwarded, forwarded_in
from projectie.mail.language import guessed
from projectie.mail.letter import Letter
from projectie.mail.quoting import reply_text
from projectie.terms.studio import StudioFacts
from projectie.tickets.columns import held
from projectie.tickets.models import Message, Note, Ticket
from projectie.tickets.opening import Request
from projectie.tickets.own import taker
from projectie.tickets.people_models import Forward
from projectie.tickets.staying import demand_free
from projectie.tickets.who import Sender, sender_at


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A client's mail as a colleague passed it on, and who wrote it as far as the desk knows them."""

    what: Forwarded
    client: Sender
    language: str


def passed_on(session: Session, letter: Letter, sender: Sender, facts: StudioFacts) -> PassedOn | None:
    """Return the client's mail that a proven colleague passes on; None for any other mail."""
    if not (sender.of_studio and sender.proven) or letter.auto:
        return None
    for each in forwarded_in(letter):
        address = taker(each.from_.address, facts)
        client = sender_at(session, each.from_.name, address, proven=False) if address else None
        if client is not None and not client.of_studio:
            return PassedOn(each, client, _language(each, client))
    return None


def request_for(passed: PassedOn, hint: int | None) -> Request:
    """Return the request of the client whose mail a colleague passed on; nothing proves that client (R33)."""
    person, organisation = passed.client.person, passed.client.organisation
    return Request(
        subject=passed.what.subject,
        organisation_id=organisation.id if organisation else None,
        requester_id=person.id if person else None,
        requester_name=passed.client.name,
        requester_address=passed.client.address,
        verified=False,
        language=passed.language,
        urgent_asked=False,
        hint=hint,
    )


def keep(session: Session, letter: Letter, passed: PassedOn, by: int, message: Message, at: datetime) -> None:
    """Keep with the message that was just stored what it passes on; part of the deed that takes it in."""
    forward = Forward(
        message_id=message.id,
        by_id=by,
        taken=False,
        from_name=passed.client.name,
        from_address=passed.client.address,
        subject=passed.what.subject,
        text=reply_text(passed.what.text),
        above=passed.what.above,
        own_text=letter.reply_text,
        language=passed.language,
        note_id=None,
    )
    session.add(forward)
    _take(session, forward, message, at)
    of, details = ("ticket", message.ticket_number or 0), {"message": message.id}
    history.record(session, at=at, by=None, deed="ticket.forwarded", of=of, details=details)


def turn(number: int, message: int, by: int, now: datetime, *, taken: bool) -> None:
    """Make the ticket the colleague's own, or the client's again; raise MissingError or ClientStays. Twice is as once."""
    with transaction() as session:
        ticket = held(session, number)
        mail, forward = session.get(Message, message), session.get(Forward, message)
        if mail is None or forward is None or mail.ticket_number != number:
            raise MissingError(f"forward {message}")
        if forward.taken is taken:
            return
        demand_free(session, number)
        if taken:
            _take(session, forward, mail, now)
            _give(ticket, sender_at(session, forward.from_name, forward.from_address, proven=False))
            ticket.subject, ticket.language = forward.subject[:500], forward.language
        else:
            _leave(session, forward, mail)
            colleague = sender_at(session, mail.from_name, mail.from_address, proven=mail.trusted)
            _give(ticket, colleague)
            ticket.subject = mail.subject[:500]
            ticket.language = colleague.person.language if colleague.person else ticket.language
        ticket.version += 1
        deed = "ticket.forward_redone" if taken else "ticket.forward_undone"
        history.record(session, at=now, by=by, deed=deed, of=("ticket", number), details={"message": message})
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by)


def writer_of(session: Session, message: Message) -> str:
    """Return who wrote what a message says: whose mail it is, or who wrote the mail that a colleague passed on."""
    forward = session.get(Forward, message.id)
    if forward is not None and forward.taken:
        return forward.from_name or forward.from_address
    return message.from_name or message.from_address


def _take(session: Session, forward: Forward, message: Message, at: datetime) -> None:
    """Let the message say what the client wrote, and a note what the colleague did: a reply quotes the first alone."""
    forward.taken, message.reply_text = True, forward.text
    if forward.above and message.ticket_number:
        note = Note(
            ticket_number=message.ticket_number, author_id=forward.by_id, body=forward.above, created_at=at
        )
        session.add(note)
        session.flush()
        forward.note_id = note.id
    session.flush()


def _leave(session: Session, forward: Forward, message: Message) -> None:
    note = session.get(Note, forward.note_id) if forward.note_id else None
    forward.taken, forward.note_id, message.reply_text = False, None, forward.own_text
    session.flush()
    if note is not None:
        session.delete(note)
        session.flush()


def _give(ticket: Ticket, to: Sender) -> None:
    ticket.organisation_id = to.organisation.id if to.organisation else None
    ticket.requester_id = to.person.id if to.person else None
    ticket.requester_name, ticket.requester_address = to.name[:200], to.address[:254]
    ticket.verified = to.proven


def _language(what: Forwarded, client: Sender) -> str:
    known = client.person or client.organisation
    return (known.language if known else guessed(f"{what.subject}\n{what.text}")) or "nl"
