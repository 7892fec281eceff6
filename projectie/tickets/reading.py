"""From a parsed letter to the rows of a message."""

from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from projectie.database import written
from projectie.mail.blobs import BlobStore
from projectie.mail.keep import Underway, hash_of
from projectie.mail.letter import Address, AutoReason, Letter
from projectie.tickets.incoming import incoming
from projectie.tickets.mail_words import note_words
from projectie.tickets.models import Attachment, Direction, Fate, MailWord, Message, Ticket

ANSWERED_BY_MACHINE = frozenset({AutoReason.AUTO_REPLIED, AutoReason.VACATION})


def message_of(
    session: Session,
    letter: Letter,
    mail: Underway,
    fate: Fate,
    ticket: Ticket | None,
    blobs: BlobStore,
    *,
    trusted: bool,
    again: Message | None = None,
) -> Message:
    """Add the message and its attachments to the open transaction and return it.

    `again`: the message of a mail that is read anew; it gets what is read now, and keeps every file it had.
    """
    message = Message(
        ticket_number=ticket.number if ticket else None,
        direction=Direction.IN,
        fate=fate,
        mailbox=mail.mailbox,
        raw_id=mail.id,
        author_id=None,
        message_id=letter.message_id,
        message_id_hash=hash_of(letter.message_id) if letter.message_id else None,
        in_reply_to=letter.in_reply_to,
        conversation=letter.conversation or None,
        references=list(letter.references),
        from_name=letter.from_.name if letter.from_ else "",
        from_address=letter.from_.address.lower() if letter.from_ else "",
        to=_addresses(letter.to),
        cc=_addresses(letter.cc),
        subject=letter.subject,
        date=letter.date,
        received_at=mail.received_at,
        body_text=letter.body_text,
        body_html=letter.body_html,
        reply_text=letter.reply_text,
        language=letter.language,
        auto=letter.auto,
        auto_replied=letter.auto_reason in ANSWERED_BY_MACHINE,
        trusted=trusted,
        problems=[str(problem) for problem in letter.problems],
        authentication=letter.authentication,
        auto_reason=letter.auto_reason,
        spam_mark=letter.spam,
        ruled_by=None,
    )
    message = written(session, message) if again is None else _renewed(session, again, message)
    note_words(session, message)
    _keep_files(session, letter, message, blobs, again=again is not None)
    return message


def _keep_files(session: Session, letter: Letter, message: Message, blobs: BlobStore, *, again: bool) -> None:
    had = _files(session, message) if again else set()
    for part in letter.attachments:
        if (part.filename, sha256(part.content).hexdigest()) in had:
            continue
        session.add(
            Attachment(
                message_id=message.id,
                filename=part.filename,
                content_type=part.content_type[:200],
                size=len(part.content),
                sha256=blobs.put(session, part.content),
                inline=part.inline,
                content_id=part.content_id,
            )
        )


def _renewed(session: Session, message: Message, read: Message) -> Message:
    """Give a message what its mail reads as now; where it came in and when stays."""
    for attribute in Message.__mapper__.column_attrs:
        if attribute.key not in {"id", "mailbox", "raw_id", "received_at"}:
            setattr(message, attribute.key, getattr(read, attribute.key))
    session.flush()
    session.execute(delete(MailWord).where(MailWord.message_id == message.id))
    return message


def _files(session: Session, message: Message) -> set[tuple[str, str]]:
    held = select(Attachment.filename, Attachment.sha256).where(Attachment.message_id == message.id)
    return {(row[0], row[1]) for row in session.execute(held)}


def unread_message(mail: Underway) -> Message:
    """Return the message of a mail that could not be read at all."""
    fate, problems = Fate.QUARANTINED, ["unread"]
    return incoming(mail.received_at, fate=fate, mailbox=mail.mailbox, raw_id=mail.id, problems=problems)


def _addresses(addresses: tuple[Address, ...]) -> list[dict[str, str]]:
    return [{"name": address.name, "address": address.address} for address in addresses]
