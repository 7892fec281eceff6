"""What staff say on a ticket: a note among themselves, or a reply that goes out by mail."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.mail.keep import hash_of
from projectie.mail.outbox import new_message_id, queue
from projectie.people.models import Person
from projectie.people.signature import signature_of
from projectie.tickets.answering import Answer, answer_to
from projectie.tickets.columns import held, place_at_end
from projectie.tickets.copies import copies_of, shown_to, thread_of
from projectie.tickets.downloads import offer
from projectie.tickets.drafts import done_with
from projectie.tickets.forwards import writer_of
from projectie.tickets.letters import Addressee, Ground, ground_of, subject_line
from projectie.tickets.models import Column, Delivery, Direction, Message, Note, Ticket, is_written
from projectie.tickets.moves import details_before
from projectie.tickets.planning_promises import Span
from projectie.tickets.promise_with_reply import indicated, keep_told
from projectie.tickets.reply_files import enclose, taken
from projectie.tickets.taking_part import chosen
from projectie.tickets.working_drafts import Typed, done_typing
from projectie.tickets.writing_models import Box

TAKE_BACK = timedelta(seconds=10)  # for so long a reply can be taken back
WRITTEN = is_written()  # by a person, not by a machine
BY_PEOPLE = (Message.direction == Direction.OUT, WRITTEN)


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
    not_before: datetime | None = None  # when it goes out; none: now
    draft: int | None = None  # the one it was made of
    planning: Span | None = None  # the indication given with it, which is a promise (R6, R9)
    also: tuple[int, ...] = ()  # participants who get it too
    files: tuple[int, ...] = ()  # what goes along, of those kept with the draft
    typed: Typed = field(default_factory=lambda: Typed(Box.REPLY, ""))  # the window it was typed in


def add_note(number: int, body: str, by: Person, now: datetime, typed: Typed | None = None) -> int:
    """Keep an internal note and return its id; it has no recipients, so it can never be mailed (R33).

    Raises MissingError, or MergedAway when the ticket goes on at another.
    """
    with transaction() as session:
        ticket = held(session, number)
        note = Note(ticket_number=number, author_id=by.id, body=body, created_at=now)
        session.add(note)
        session.flush()
        done_typing(session, number, replace(typed or Typed(Box.NOTE, ""), body=body), by.id)
        history.record(
            session, at=now, by=by.id, deed="ticket.noted", of=("ticket", number), details={"note": note.id}
        )
        announce(session, at=now, kind="ticket", of=ticket.number, by=by.id)
        return note.id


def reply(number: int, said: Reply, by: Person, key: str, now: datetime) -> int:
    """Queue a reply to the requester and return its message id; for ten seconds it can be taken back.

    The first human answer meets the response promise when it goes out (R6). Raises Overtaken once when a newer
    message arrived than the writer has seen, and what `say` raises.
    """
    with transaction() as session:
        ticket = held(session, number)
        newest = newest_message(session, number)
        if newest > said.seen:
            raise Overtaken(newest)
        message = say(session, ticket, said, by, ground_of(session, key, now), now)
        done_with(session, number, said.draft)
        done_typing(session, number, replace(said.typed, body=said.body), by.id)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by.id)
        return message.id


def say(session: Session, ticket: Ticket, said: Reply, by: Person, ground: Ground, now: datetime) -> Message:
    """Put a reply on a ticket that is held, and queue its letter; part of a deed that is open, and tells of it.

    Raises NobodyToAnswer when it has no address, NotTaking when a
    participant takes no part any more, FilesGone, and Refused when the indication of the planning may not be given.
    """
    if not ticket.requester_address:
        raise NobodyToAnswer
    also, files = chosen(session, ticket, said.also), taken(session, ticket.number, said.files, by.id)
    promise = indicated(session, ticket, said.planning, now)
    message = _outgoing(session, ticket, said, also, by, now, address=ground.facts.support_address)
    answer = _answer(session, ticket, message, by, said.then).telling(promise)
    download = offer(session, ticket, message, files, ground.key, now)
    answer = replace(answer, download=download)
    letters = _send(session, answer, also, said.not_before, ground, now)
    enclose(session, message, letters, files)
    kept = keep_told(session, ticket, promise, message, now)
    if said.not_before is None:
        ticket.answered_at = ticket.answered_at or now
    moved = _moved_on(session, ticket, said.then or promise.column, now)
    ticket.version += 1
    column = ticket.column.value
    details = {**moved, **kept, "message": message.id, "to_column": column, "version": ticket.version}
    history.record(
        session, at=now, by=by.id, deed="ticket.answered", of=("ticket", ticket.number), details=details
    )
    return message


def newest_message(session: Session, number: int) -> int:
    """Return the id of the newest message on a ticket, 0 when there is none."""
    return session.scalar(select(func.max(Message.id)).where(Message.ticket_number == number)) or 0


def _moved_on(session: Session, ticket: Ticket, column: Column | None, now: datetime) -> dict[str, Any]:
    """Move the ticket on with the reply; return what taking that back needs, nothing when it stays."""
    if column is None or column is ticket.column:
        return {}
    before = details_before(ticket)
    ticket.position = place_at_end(session, column)
    ticket.column, ticket.column_since = column, now
    ticket.done_at = now if column is Column.DONE else None
    return before


def _outgoing(
    session: Session,
    ticket: Ticket,
    said: Reply,
    also: list[Addressee],
    by: Person,
    now: datetime,
    *,
    address: str,
) -> Message:
    message_id = new_message_id(address)
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
        conversation=None,
        references=[],
        from_name=by.name,
        from_address=address,
        to=[{"name": ticket.requester_name, "address": ticket.requester_address}],
        cc=[{"name": each.name, "address": each.address} for each in also],
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


def _answer(session: Session, ticket: Ticket, message: Message, by: Person, then: Column | None) -> Answer:
    said_before = (Message.ticket_number == ticket.number, Message.id != message.id, or_(*BY_PEOPLE))
    ids = session.scalars(select(Message.message_id).where(*said_before).order_by(Message.id))
    written = select(Message).where(Message.ticket_number == ticket.number, WRITTEN)
    answered = session.scalars(written.order_by(Message.id.desc()).limit(1)).first()
    earlier, wrote = tuple(one for one in ids if one), writer_of(session, answered) if answered else ""
    signature = signature_of(by, ticket.language)
    return Answer(ticket, message, by.name, answered, earlier, then, wrote, signature=signature)


def _send(
    session: Session,
    answer: Answer,
    also: list[Addressee],
    not_before: datetime | None,
    ground: Ground,
    now: datetime,
) -> list[int]:
    """Queue a letter for each recipient and return them; the requester's own is the one the message is known by."""
    ticket, message = answer.ticket, answer.message
    requester = Addressee(ticket.requester_name, ticket.requester_address)
    copies = copies_of(session, ticket.number) if also else {}
    queued = []
    for to in (requester, *also):
        ids = thread_of(answer.earlier_ids, to, copies)
        draft = answer_to(to, replace(answer, earlier_ids=ids, shown=shown_to(requester, also)), ground)
        letter = queue(session, draft, now, due_at=now + TAKE_BACK, not_before=not_before)
        session.add(Delivery(message_id=message.id, letter_id=letter.id))
        queued.append(letter.id)
        if to is requester:
            message.message_id, message.message_id_hash = letter.message_id, hash_of(letter.message_id)
            message.in_reply_to, message.references = draft.headers.get("In-Reply-To"), list(ids)
    return queued
