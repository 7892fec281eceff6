"""What staff say on a ticket: a note among themselves, or a reply that goes out by mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.mail.keep import hash_of
from projectie.mail.outbox import new_message_id, queue
from projectie.people.models import Person
from projectie.terms.in_force import studio_facts
from projectie.tickets.columns import held, place_at_end
from projectie.tickets.letters import Answer, answer_to, subject_line
from projectie.tickets.models import Column, Delivery, Direction, Message, Note, Ticket


class NobodyToAnswer(ValueError):  # noqa: N818 (a refusal that the page words)
    """The ticket has no address to answer to."""


class Overtaken(Exception):  # noqa: N818 (a refusal that the page words)
    """Somebody wrote while this reply was being typed; it was not sent, and nothing is lost."""

    def __init__(self, newest_message: int) -> None:
        super().__init__("overtaken")
        self.newest_message = newest_message


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it was typed: `seen` is the newest message the writer had on screen."""

    body: str
    seen: int
    then: Column | None  # where the ticket goes with it; none: stays


def add_note(number: int, body: str, by: Person, now: datetime) -> int:
    """Keep an internal note and return its id; it has no recipients, so it can never be mailed (R33)."""
    with transaction() as session:
        ticket = held(session, number)
        note = Note(ticket_number=number, author_id=by.id, body=body, created_at=now)
        session.add(note)
        session.flush()
        history.record(session, at=now, by=by.id, deed="ticket.noted", of=("ticket", number), details={"note": note.id})
        announce(session, at=now, kind="ticket", of=ticket.number, by=by.id)
        return note.id


def reply(number: int, said: Reply, by: Person, key: str, now: datetime) -> int:
    """Queue a reply to the requester and return its message id.

    The first human answer meets the response promise (R6). Raises Overtaken once when a newer message
    arrived than the writer has seen, NobodyToAnswer when the ticket has no address.
    """
    with transaction() as session:
        ticket = held(session, number)
        newest = newest_message(session, number)
        if newest > said.seen:
            raise Overtaken(newest)
        if not ticket.requester_address:
            raise NobodyToAnswer
        message = _outgoing(session, ticket, said, by, now)
        _send(session, ticket, message, by, key, now)
        ticket.answered_at = ticket.answered_at or now
        if said.then is not None and said.then is not ticket.column:
            _move_on(session, ticket, said.then, now)
        ticket.version += 1
        details = {"message": message.id, "to_column": ticket.column.value}
        history.record(session, at=now, by=by.id, deed="ticket.answered", of=("ticket", number), details=details)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by.id)
        return message.id


def newest_message(session: Session, number: int) -> int:
    """Return the id of the newest message on a ticket, 0 when there is none."""
    return session.scalar(select(func.max(Message.id)).where(Message.ticket_number == number)) or 0


def _move_on(session: Session, ticket: Ticket, column: Column, now: datetime) -> None:
    ticket.position = place_at_end(session, column)
    ticket.column, ticket.column_since = column, now
    ticket.done_at = now if column is Column.DONE else None


def _outgoing(session: Session, ticket: Ticket, said: Reply, by: Person, now: datetime) -> Message:
    facts = studio_facts(session)
    message_id = new_message_id(facts.support_address)
    message = Message(
        ticket_number=ticket.number,
        direction=Direction.OUT,
        fate=None,
        mailbox=None,
        raw_id=None,
        author_id=by.id,
        message_id=message_id,
        message_id_hash=hash_of(message_id),
        in_reply_to=None,
        references=[],
        from_name=by.name,
        from_address=facts.support_address,
        to=[{"name": ticket.requester_name, "address": ticket.requester_address}],
        cc=[],
        subject=subject_line(ticket),
        date=now,
        received_at=now,
        body_text=said.body,
        body_html=None,
        reply_text=said.body,
        language=ticket.language,
        auto=False,
        auto_replied=False,
        trusted=True,
        problems=[],
    )
    session.add(message)
    session.flush()
    return message


def _send(session: Session, ticket: Ticket, message: Message, by: Person, key: str, now: datetime) -> None:
    incoming = select(Message).where(Message.ticket_number == ticket.number, Message.direction == Direction.IN)
    answered = session.scalars(incoming.order_by(Message.id.desc()).limit(1)).first()
    ids = select(Message.message_id).where(Message.ticket_number == ticket.number, Message.id != message.id)
    earlier = tuple(i for i in session.scalars(ids.order_by(Message.id)) if i)
    answer = Answer(ticket, message, by.name, answered, earlier)
    draft = answer_to(ticket.requester_address, ticket.requester_name, answer, studio_facts(session), key)
    letter = queue(session, draft, now)
    message.message_id, message.message_id_hash = letter.message_id, hash_of(letter.message_id)
    session.add(Delivery(message_id=message.id, letter_id=letter.id))
