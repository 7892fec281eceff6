"""What a person wrote, and what others wrote about them on their requests, taken out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, delete, func, or_, select, update
from sqlalchemy.orm import Session

from projectie.credits.models import LedgerEntry
from projectie.mail.blobs import BlobStore
from projectie.mail.models import LetterState, OutgoingLetter, RawMail
from projectie.privacy.holding import Subject
from projectie.privacy.mentions import DASH, without
from projectie.tickets.coverage_models import WorkRequest
from projectie.tickets.models import Attachment, MailWord, Message, Note, Ticket
from projectie.tickets.people_models import Forward, Participant, Standing
from projectie.uploads.models import Upload, UploadLink
from projectie.whispers.models import PasswordMail, Whisper


@dataclass(slots=True)
class Erased:
    """What went: how many messages and files, on which tickets, and the bytes that may be named no more."""

    messages: int = 0
    files: int = 0
    tickets: set[int] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)


def erase_texts(
    session: Session, subject: Subject, names: Sequence[str], blobs: BlobStore, now: datetime
) -> Erased:
    """Take out what that person wrote and their name in what others wrote; part of a deed that is open."""
    del blobs
    erased, nobody = Erased(), f"erased-{subject.person}@erased.invalid"
    own = list(
        session.scalars(
            select(Ticket).where(
                or_(
                    Ticket.requester_id == subject.person,
                    func.lower(Ticket.requester_address) == subject.email,
                )
            )
        )
    )
    _tickets(session, own)
    erased.tickets |= {ticket.number for ticket in own}
    written = list(session.scalars(select(Message).where(func.lower(Message.from_address) == subject.email)))
    erased.tickets |= {message.ticket_number for message in written if message.ticket_number}
    erased.messages = len(written)
    _messages(session, written, erased, now)
    _participants(session, subject, nobody)
    _letters(session, subject, nobody)
    _secrets(session, erased, [message.id for message in written], subject)
    _mentions(session, erased.tickets, {message.id for message in written}, names, subject)
    return erased


def _tickets(session: Session, own: list[Ticket]) -> None:
    """Names and addresses go; a subject stays where credits were charged for it: the ledger refers to it."""
    charged = set(
        session.scalars(
            select(LedgerEntry.ticket_number).where(LedgerEntry.ticket_number.in_([t.number for t in own]))
        )
    )
    for ticket in own:
        ticket.requester_name = ticket.requester_address = ""  # nobody is left to answer
        if ticket.number not in charged:
            ticket.subject = DASH


def _messages(session: Session, written: list[Message], erased: Erased, now: datetime) -> None:
    numbers = [message.id for message in written]
    for message in written:
        message.from_name, message.from_address, message.subject = "", "", DASH
        message.body_text = message.reply_text = DASH
        message.body_html = message.message_id = None
        message.conversation = None
    session.execute(delete(MailWord).where(MailWord.message_id.in_(numbers)))
    for file in session.scalars(select(Attachment).where(Attachment.message_id.in_(numbers))):
        erased.files += bool(file.sha256)
        erased.digests |= {file.sha256} - {""}
        file.filename, file.sha256, file.size, file.content_id = DASH, "", 0, None
    raws = select(RawMail).where(RawMail.id.in_([message.raw_id for message in written if message.raw_id]))
    for raw in session.scalars(raws.where(RawMail.erased_at.is_(None))):
        erased.digests.add(raw.sha256)
        raw.erased_at = now
    session.execute(update(Upload).where(Upload.message_id.in_(numbers)).values(filename=DASH))


def _participants(session: Session, subject: Subject, nobody: str) -> None:
    rows = select(Participant).where(
        or_(Participant.person_id == subject.person, Participant.address == subject.email)
    )
    seen: set[int] = set()
    for row in session.scalars(rows.order_by(Participant.id)):
        row.name, row.address = "", nobody if row.ticket_number not in seen else f"{row.id}-{nobody}"
        seen.add(row.ticket_number)
        row.standing = Standing.REMOVED
    values = {"from_name": "", "from_address": nobody, "text": DASH, "subject": DASH}
    session.execute(update(Forward).where(Forward.from_address == subject.email).values(**values))


def _letters(session: Session, subject: Subject, nobody: str) -> None:
    """That a letter was sent stays; what still waited is not sent any more."""
    to = func.lower(OutgoingLetter.to_address) == subject.email
    queued = OutgoingLetter.state == LetterState.QUEUED
    session.execute(update(OutgoingLetter).where(to, queued).values(state=LetterState.WITHDRAWN))
    values: dict[str, Any] = {"to_name": "", "to_address": nobody, "subject": DASH, "body_text": DASH}
    session.execute(update(OutgoingLetter).where(to).values(**values, body_html=None, headers={}))


def _secrets(session: Session, erased: Erased, messages: list[int], subject: Subject) -> None:
    links = select(UploadLink.id).join(Ticket, Ticket.number == UploadLink.ticket_number)
    mine = links.where(Ticket.requester_id == subject.person)
    session.execute(update(Upload).where(Upload.link_id.in_(mine)).values(filename=DASH))
    session.execute(update(PasswordMail).where(PasswordMail.message_id.in_(messages)).values(sealed=None))
    session.execute(
        update(Whisper)
        .where(Whisper.ticket_number.in_(select(Ticket.number).where(Ticket.requester_id == subject.person)))
        .values(sealed=None)
    )
    del erased


def _mentions(
    session: Session, tickets: set[int], theirs: set[int], names: Sequence[str], subject: Subject
) -> None:
    """Replace name and address in what others wrote there, and in whom mails were addressed to."""
    quoted = or_(
        cast(Message.to, String).icontains(subject.email, autoescape=True),
        cast(Message.cc, String).icontains(subject.email, autoescape=True),
    )
    others = select(Message).where(or_(Message.ticket_number.in_(list(tickets)), quoted))
    for message in session.scalars(others):
        message.to, message.cc = (_unnamed(row, subject) for row in (message.to, message.cc))
        if message.id in theirs or message.ticket_number not in tickets:
            continue
        for name in ("subject", "body_text", "reply_text", "body_html"):
            text = getattr(message, name)
            if text:
                setattr(message, name, without(text, names))
    for note in session.scalars(select(Note).where(Note.ticket_number.in_(list(tickets)))):
        note.body = without(note.body, names)
    for asked in session.scalars(select(WorkRequest).where(WorkRequest.ticket_number.in_(list(tickets)))):
        asked.asked_by = without(asked.asked_by, names)


def _unnamed(addresses: list[dict[str, Any]], subject: Subject) -> list[dict[str, Any]]:
    """Return the same recipients without that one's name and address."""
    nobody = {"name": "", "address": f"erased-{subject.person}@erased.invalid"}
    return [nobody if str(one.get("address", "")).lower() == subject.email else one for one in addresses]
