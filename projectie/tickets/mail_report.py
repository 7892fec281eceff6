"""Mail as outside checks read it: the message object and the sums (contracts.md)."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.mail.models import OutgoingLetter, RawMail
from projectie.tickets.models import Attachment, Direction, Fate, Message, Ticket


def stats(session: Session) -> dict[str, Any]:
    """Return how many tickets, incoming messages and letters there are, and messages by fate (R29)."""
    counted = (
        select(Message.fate, func.count()).where(Message.direction == Direction.IN).group_by(Message.fate)
    )
    fates = {fate.value: 0 for fate in Fate} | {fate.value: n for fate, n in session.execute(counted) if fate}
    return {
        "tickets": session.scalar(select(func.count()).select_from(Ticket)),
        "messages": sum(fates.values()),
        "outbox": session.scalar(select(func.count()).select_from(OutgoingLetter)),
        "fates": fates,
    }


def dump_lines(session: Session) -> Iterator[dict[str, Any]]:
    """Yield every incoming message in id order."""
    found = select(Message).where(Message.direction == Direction.IN, Message.raw_id.is_not(None))
    found = found.order_by(Message.id)
    for message in session.scalars(found.execution_options(yield_per=200)):
        yield from message_objects(session, [message])


def message_objects(session: Session, messages: list[Message]) -> list[dict[str, Any]]:
    """Return the message object of each message (contracts.md); three selects however many."""
    ids = [message.id for message in messages]
    files: dict[int, list[Attachment]] = {}
    for file in session.scalars(
        select(Attachment).where(Attachment.message_id.in_(ids)).order_by(Attachment.id)
    ):
        files.setdefault(file.message_id, []).append(file)
    raws = {
        raw.id: raw
        for raw in session.scalars(select(RawMail).where(RawMail.id.in_([m.raw_id for m in messages])))
    }
    return [_object(m, files.get(m.id, []), raws.get(m.raw_id or 0)) for m in messages]


def _object(message: Message, files: list[Attachment], raw: RawMail | None) -> dict[str, Any]:
    return {
        "id": message.id,
        "ticket": message.ticket_number,
        "direction": message.direction.value,
        "status": message.fate.value if message.fate else None,
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to,
        "references": message.references,
        "from": {"name": message.from_name, "address": message.from_address},
        "to": message.to,
        "cc": message.cc,
        "subject": message.subject,
        "date": message.date.isoformat() if message.date else None,
        "received_at": message.received_at.isoformat(),
        "body_text": message.body_text,
        "body_html": message.body_html,
        "reply_text": message.reply_text,
        "attachments": [_file(file) for file in files],
        "auto": message.auto,
        "auto_replied": message.auto_replied,
        "raw_sha256": raw.sha256 if raw else None,
        "raw_size": raw.size if raw else None,
        "trusted": message.trusted,
    }


def _file(file: Attachment) -> dict[str, Any]:
    return {
        "id": file.id,
        "filename": file.filename,
        "content_type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
        "inline": file.inline,
        "content_id": file.content_id,
    }


def outbox_letters(session: Session) -> list[dict[str, Any]]:
    """Return every letter ever queued, in order."""
    return [
        {
            "id": letter.id,
            "key": letter.key,
            "message_id": letter.message_id,
            "ticket": letter.thread,
            "from": {"name": letter.from_name, "address": letter.from_address},
            "to": letter.to_address,
            "to_name": letter.to_name,
            "subject": letter.subject,
            "body_text": letter.body_text,
            "body_html": letter.body_html,
            "headers": letter.headers,
            "state": letter.state.value,
            "attempts": letter.attempts,
            "due_at": letter.due_at.isoformat(),
            "not_before": letter.not_before.isoformat() if letter.not_before else None,
            "created_at": letter.created_at.isoformat(),
            "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
            "last_error": letter.last_error,
        }
        for letter in session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id))
    ]


def raw_of(session: Session, message: int) -> str | None:
    """Return the hash under which the raw mail of a message lies, nothing when there is none."""
    return session.scalar(
        select(RawMail.sha256)
        .join(Message, Message.raw_id == RawMail.id)
        .where(Message.id == message, RawMail.erased_at.is_(None))
    )
