"""One ticket with all that happened on it, in reading order; a fixed number of selects however long it is."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.history import History
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.mail.waiting import has_not_left
from projectie.people.models import Organisation, Person
from projectie.people.scope import seen_by
from projectie.tickets.models import Attachment, Delivery, Direction, Message, Note, Ticket

SHOWN_DEEDS = (
    "ticket.opened", "ticket.placed", "ticket.placement_undone", "ticket.triaged", "ticket.woken", "ticket.reopened",
    "ticket.reply_withdrawn", "ticket.reply_overtaken", "ticket.urgency_asked",
)  # fmt: skip


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
    requester: Person | None
    assignee: Person | None
    timeline: tuple[Entry, ...]
    newest_message: int
    hint: int | None
    people: dict[int, str] = field(default_factory=dict)


def ticket_page(session: Session, number: int, reader: Person) -> TicketPage | None:
    """Return the ticket as that person may see it, or nothing: another's is as good as absent."""
    found = seen_by(reader, select(Ticket).where(Ticket.number == number), Ticket.organisation_id)
    ticket = session.scalars(found).first()
    if ticket is None:
        return None
    messages = session.scalars(select(Message).where(Message.ticket_number == number).order_by(Message.id)).all()
    deeds = _deeds(session, number)
    notes = session.scalars(select(Note).where(Note.ticket_number == number).order_by(Note.id)).all()
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
        organisation=session.get(Organisation, ticket.organisation_id) if ticket.organisation_id else None,
        requester=session.get(Person, ticket.requester_id) if ticket.requester_id else None,
        assignee=session.get(Person, ticket.assignee_id) if ticket.assignee_id else None,
        timeline=tuple(sorted(entries, key=lambda entry: (entry.at, entry.kind != "deed", entry.order))),
        newest_message=max((message.id for message in messages), default=0),
        hint=next((deed.details.get("hint") for deed in deeds if deed.details.get("hint")), None),
        people=names,
    )


def _said(message: Message, names: dict[int, str], files: Any, letters: Any) -> Entry:
    kind = "incoming" if message.direction is Direction.IN else "outgoing"
    author = names.get(message.author_id or 0, "") or message.from_name or message.from_address
    return Entry(kind, message.received_at, message.id, message=message, author=author, attachments=tuple(files), letters=tuple(letters))


def _deeds(session: Session, number: int) -> list[History]:
    found = select(History).where(History.subject == "ticket", History.subject_id == number, History.deed.in_(SHOWN_DEEDS))
    return list(session.scalars(found.order_by(History.id)))


def _names(session: Session, ticket: Ticket, messages: Any, notes: Any, deeds: Any) -> dict[int, str]:
    ids = {ticket.assignee_id, ticket.requester_id, *(m.author_id for m in messages), *(n.author_id for n in notes)}
    ids |= {d.actor_id for d in deeds} | {d.details.get("assignee_id") for d in deeds}
    rows = select(Person).where(Person.id.in_([i for i in ids if i is not None]))
    return {person.id: person.name for person in session.scalars(rows)}


def _attachments(session: Session, number: int) -> dict[int, list[Attachment]]:
    found = select(Attachment).join(Message).where(Message.ticket_number == number).order_by(Attachment.id)
    files: dict[int, list[Attachment]] = {}
    for attachment in session.scalars(found):
        files.setdefault(attachment.message_id, []).append(attachment)
    return files


def _letters(session: Session, number: int) -> dict[int | None, list[OutgoingLetter]]:
    """Return the letters by the reply they carry; None: the desk wrote them by itself."""
    found = (
        select(Delivery.message_id, OutgoingLetter)
        .select_from(OutgoingLetter)
        .outerjoin(Delivery, Delivery.letter_id == OutgoingLetter.id)
        .where(OutgoingLetter.thread == number, OutgoingLetter.state != LetterState.WITHDRAWN)
        .order_by(OutgoingLetter.id)
    )
    letters: dict[int | None, list[OutgoingLetter]] = {}
    for message_id, letter in session.execute(found):
        letters.setdefault(message_id, []).append(letter)
    return letters
