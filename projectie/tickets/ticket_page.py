"""One ticket with all that happened on it, in reading order; a fixed number of selects however long it is.

The selects are made once: composing one costs more than running it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from projectie.history import History
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.mail.waiting import has_not_left
from projectie.people.models import Organisation, Person
from projectie.people.scope import sees
from projectie.tickets.models import Attachment, Delivery, Direction, Message, Note, Ticket

SHOWN_DEEDS = (
    "ticket.opened", "ticket.placed", "ticket.placement_undone", "ticket.triaged", "ticket.woken", "ticket.reopened",
    "ticket.reply_withdrawn", "ticket.reply_overtaken", "ticket.urgency_asked",
)  # fmt: skip
_NUMBER: Any = bindparam("number")
_TICKET = (
    select(Ticket, Organisation)
    .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
    .where(Ticket.number == _NUMBER)
)
_MESSAGES = select(Message).where(Message.ticket_number == _NUMBER).order_by(Message.id)
_NOTES = select(Note).where(Note.ticket_number == _NUMBER).order_by(Note.id)
_DEEDS = (
    select(History)
    .where(History.subject == "ticket", History.subject_id == _NUMBER, History.deed.in_(SHOWN_DEEDS))
    .order_by(History.id)
)
_NAMES = select(Person.id, Person.name).where(Person.id.in_(bindparam("ids", expanding=True)))
_ATTACHMENTS = select(Attachment).join(Message).where(Message.ticket_number == _NUMBER).order_by(Attachment.id)
_LETTERS = (
    select(Delivery.message_id, OutgoingLetter)
    .select_from(OutgoingLetter)
    .outerjoin(Delivery, Delivery.letter_id == OutgoingLetter.id)
    .where(OutgoingLetter.thread == _NUMBER, OutgoingLetter.state != LetterState.WITHDRAWN)
    .order_by(OutgoingLetter.id)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on the timeline: `kind` is incoming, outgoing, note, deed, or letter (which the desk wrote by itself)."""

    kind: str
    at: datetime
    order: int
    message: Message | None = None
    note: Note | None = None
    deed: History | None = None
    author: str = ""
    attachments: tuple[Attachment, ...] = ()
    letters: tuple[OutgoingLetter, ...] = ()

    def can_be_taken_back(self, now: datetime) -> bool:
        """Return whether this is a reply that still waits to go out."""
        waiting = (has_not_left(letter, now) and letter.due_at > now for letter in self.letters)
        return self.kind == "outgoing" and bool(self.letters) and all(waiting)


@dataclass(frozen=True, slots=True)
class TicketPage:
    """A ticket, who it is about, and its timeline."""

    ticket: Ticket
    organisation: Organisation | None
    timeline: tuple[Entry, ...]
    newest_message: int
    hint: int | None
    people: dict[int, str] = field(default_factory=dict)


def ticket_page(session: Session, number: int, reader: Person) -> TicketPage | None:
    """Return the ticket as that person may see it, or nothing: another's is as good as absent."""
    found = session.execute(_TICKET, {"number": number}).first()
    if found is None or not sees(reader.role, reader.organisation_id, found[0].organisation_id):
        return None
    ticket, organisation = found
    messages, notes = (session.scalars(every, {"number": number}).all() for every in (_MESSAGES, _NOTES))
    deeds = session.scalars(_DEEDS, {"number": number}).all()
    names = _names(session, ticket, messages, notes, deeds)
    files, letters = _attachments(session, number), _letters(session, number)
    entries = [
        *(_said(message, names, files.get(message.id, ()), letters.get(message.id, ())) for message in messages),
        *(Entry("note", n.created_at, n.id, note=n, author=names.get(n.author_id, "")) for n in notes),
        *(Entry("letter", one.created_at, one.id, letters=(one,)) for one in letters.get(None, ())),
        *(Entry("deed", d.at, d.id, deed=d, author=names.get(d.actor_id or 0, "")) for d in deeds),
    ]
    return TicketPage(
        ticket=ticket,
        organisation=organisation,
        timeline=tuple(sorted(entries, key=lambda entry: (entry.at, entry.kind != "deed", entry.order))),
        newest_message=max((message.id for message in messages), default=0),
        hint=next((deed.details.get("hint") for deed in deeds if deed.details.get("hint")), None),
        people=names,
    )


def _said(message: Message, names: dict[int, str], files: Any, letters: Any) -> Entry:
    kind = "incoming" if message.direction is Direction.IN else "outgoing"
    author = names.get(message.author_id or 0, "") or message.from_name or message.from_address
    return Entry(kind, message.received_at, message.id, message=message, author=author, attachments=tuple(files), letters=tuple(letters))


def _names(session: Session, ticket: Ticket, messages: Any, notes: Any, deeds: Any) -> dict[int, str]:
    ids = {ticket.assignee_id, ticket.requester_id, *(m.author_id for m in messages), *(n.author_id for n in notes)}
    ids |= {d.actor_id for d in deeds} | {d.details.get("assignee_id") for d in deeds}
    return {row.id: row.name for row in session.connection().execute(_NAMES, {"ids": [i for i in ids if i is not None]})}


def _attachments(session: Session, number: int) -> dict[int, list[Attachment]]:
    files: dict[int, list[Attachment]] = {}
    for attachment in session.scalars(_ATTACHMENTS, {"number": number}):
        files.setdefault(attachment.message_id, []).append(attachment)
    return files


def _letters(session: Session, number: int) -> dict[int | None, list[OutgoingLetter]]:
    """Return the letters by the reply they carry; None: the desk wrote them by itself."""
    letters: dict[int | None, list[OutgoingLetter]] = {}
    for message_id, letter in session.execute(_LETTERS, {"number": number}):
        letters.setdefault(message_id, []).append(letter)
    return letters
