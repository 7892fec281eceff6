"""A ticket that turns out to be a complaint is moved here (R26a): all that was said is sealed, then every trace goes."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from projectie.complaints import cases
from projectie.complaints.arrivals import Moved, thread_name
from projectie.complaints.case import About, Case, File, Line, Side, Sort, Way
from projectie.complaints.cases import Held
from projectie.complaints.filing import new_case
from projectie.complaints.keyring import Ring
from projectie.complaints.keys_kept import ring as ring_here
from projectie.complaints.letters import Letter
from projectie.complaints.models import Code
from projectie.complaints.scrubbing import forgetting, remove_blobs, scrub
from projectie.complaints.telling import tell_complainant, tell_inside
from projectie.complaints.vanishing import all_of, let_go
from projectie.database import db, is_sqlite, transaction
from projectie.history import History
from projectie.live.announce import announce
from projectie.mail.blobs import BlobStore
from projectie.mail.models import RawMail
from projectie.people.models import Organisation, Person
from projectie.tickets.columns import held as ticket_held
from projectie.tickets.models import Attachment, Direction, Message, Note, ReplyDraft, Ticket


class Tied(ValueError):  # noqa: N818 (a refusal that the page words)
    """Something hangs on the ticket that may never be removed, such as money; nothing was changed."""


def move(number: int, blobs: BlobStore, by: int, now: datetime) -> None:
    """Move a ticket here; raise MissingError, or Tied. Whoever does it is not told where it went."""
    ring = ring_here()
    try:
        with transaction() as session:
            ticket = ticket_held(session, number)
            forgetting(session, of_desk=True)
            held = new_case(session, ring, _case(session, ticket, by))
            for line, content in _told(session, ticket, blobs):
                cases.add(session, held, line, content)
            goes = all_of(session, number)
            organisation = ticket.organisation_id
            held.case.blobs = goes.blobs
            _find_by_thread(session, ring, held, Moved(number, ticket.mark))
            tell_complainant(session, ring, held, Letter.MOVED, now)
            tell_inside(session, ring, held, now)
            held.keep()
            let_go(session, goes)
            announce(session, at=now, kind="ticket", of=number, organisation=organisation)
            case = held.number
    except DBAPIError as error:
        if "never changed" in str(error.orig):
            raise Tied from error
        raise
    remove_blobs(case, blobs)
    if is_sqlite(db.session()):  # PostgreSQL locks whole tables for it: the worker does that in a moment
        scrub()


def _case(session: Session, ticket: Ticket, by: int) -> Case:
    organisation = session.get(Organisation, ticket.organisation_id) if ticket.organisation_id else None
    return Case(
        about=About.COMPLAINT,
        way=Way.TICKET,
        language=ticket.language,
        received_at=ticket.opened_at,
        terms=ticket.terms_number,
        subject=ticket.subject,
        name=ticket.requester_name,
        address=ticket.requester_address,
        organisation=organisation.name if organisation else "",
        person_id=None,
        taken_by=by,
    )


def _find_by_thread(session: Session, ring: Ring, held: Held, moved: Moved) -> None:
    """Let replies to letters of the ticket find their way here."""
    named = thread_name(ring, moved)
    sealed = held.envelope.seal_data(f"code:{named}", {"as": "thread", "until": None})
    session.add(Code(named=named, complaint_id=held.number, sealed=sealed))


def _told(session: Session, ticket: Ticket, blobs: BlobStore) -> Iterator[tuple[Line, bytes | None]]:
    """Yield all there is of a ticket, in order: what was said, notes, drafts, files, and what was done."""
    at = 0
    messages = select(Message).where(Message.ticket_number == ticket.number).order_by(Message.id)
    for message in session.scalars(messages):
        at += 1
        said = at
        yield _message(message), None
        for line, content in _files(session, message, said, blobs):
            at += 1
            yield line, content
    names = {row.id: row.name for row in session.execute(select(Person.id, Person.name))}
    for written in _written(session, ticket.number):
        text, moment = written.body, written.created_at
        name = names.get(written.author_id, "")
        yield Line(Sort.NOTE, Side.DESK, moment, text, written.author_id, name), None
    record = json.dumps(list(_done(session, ticket)), ensure_ascii=False, indent=1).encode()
    yield (
        Line(
            Sort.FILE, Side.DESK, ticket.opened_at, "", None, "ticket.json", "application/json", len(record)
        ),
        record,
    )


def _message(message: Message) -> Line:
    came = message.direction is Direction.IN
    name = message.from_name or message.from_address
    side = Side.COMPLAINANT if came else Side.DESK
    return Line(Sort.SAID, side, message.received_at, message.body_text, message.author_id, name)


def _files(session: Session, message: Message, said: int, blobs: BlobStore) -> Iterator[tuple[Line, bytes]]:
    files = [
        (file.filename, file.content_type, file.sha256)
        for file in session.scalars(select(Attachment).where(Attachment.message_id == message.id))
    ]
    if message.raw_id is not None:
        files.append(("mail.eml", "message/rfc822", session.get_one(RawMail, message.raw_id).sha256))
    for name, kind, digest in files:
        try:
            content = blobs.get(digest)
        except FileNotFoundError:
            content = b""  # lost before, which `blobs` tells of: that never keeps a complaint on the desk
        kept = File.of(name, kind, content)
        line = Line(
            Sort.FILE,
            Side.DESK,
            message.received_at,
            "",
            None,
            kept.name,
            kept.content_type,
            len(kept.content),
            said,
        )
        yield line, kept.content


def _written(session: Session, ticket: int) -> list[Note | ReplyDraft]:
    notes = session.scalars(select(Note).where(Note.ticket_number == ticket)).all()
    drafts = session.scalars(select(ReplyDraft).where(ReplyDraft.ticket_number == ticket)).all()
    return sorted([*notes, *drafts], key=lambda each: each.created_at)


def _done(session: Session, ticket: Ticket) -> Iterator[dict[str, Any]]:
    yield {"ticket": ticket.number, "subject": ticket.subject, "column": ticket.column.value}
    lines = select(History).where(History.subject == "ticket", History.subject_id == ticket.number)
    for line in session.scalars(lines.order_by(History.id)):
        yield {"at": line.at.isoformat(), "by": line.actor_id, "deed": line.deed, "details": line.details}
