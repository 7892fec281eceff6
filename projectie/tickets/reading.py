"""From a parsed letter to the rows of a message."""

from sqlalchemy.orm import Session

from projectie.database import written
from projectie.mail.blobs import BlobStore
from projectie.mail.keep import Underway, hash_of
from projectie.mail.letter import Address, AutoReason, Letter
from projectie.tickets.models import Attachment, Direction, Fate, Message, Ticket

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
) -> Message:
    """Add the message and its attachments to the open transaction and return it."""
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
    )
    written(session, message)
    for part in letter.attachments:
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
    return message


def unread_message(mail: Underway) -> Message:
    """Return the message of a mail that could not be read at all."""
    return Message(
        ticket_number=None,
        direction=Direction.IN,
        fate=Fate.QUARANTINED,
        mailbox=mail.mailbox,
        raw_id=mail.id,
        author_id=None,
        message_id=None,
        message_id_hash=None,
        in_reply_to=None,
        conversation=None,
        references=[],
        from_name="",
        from_address="",
        to=[],
        cc=[],
        subject="",
        date=None,
        received_at=mail.received_at,
        body_text="",
        body_html=None,
        reply_text="",
        language=None,
        auto=False,
        auto_replied=False,
        trusted=False,
        problems=["unread"],
    )


def _addresses(addresses: tuple[Address, ...]) -> list[dict[str, str]]:
    return [{"name": address.name, "address": address.address} for address in addresses]
