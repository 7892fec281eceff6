"""A mail as its sender made it: its HTML on a page of its own, with the images that came along."""

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.mail.showing import Shown, shown
from projectie.people.models import Person
from projectie.people.scope import seen_by
from projectie.tickets.handing_out import IMAGES
from projectie.tickets.models import Attachment, Message, Ticket


@dataclass(frozen=True, slots=True)
class MessagePage:
    """What the page shows."""

    id: int
    subject: str
    language: str | None
    body: Shown


def message_page(session: Session, number: int, reader: Person, *, fetch: bool) -> MessagePage | None:
    """Return the message as that person may see it; nothing where it has no HTML or is another's."""
    wanted = select(Message.id, Message.subject, Message.language, Message.body_html)
    wanted = wanted.outerjoin(Ticket, Message.ticket_number == Ticket.number)
    wanted = wanted.where(Message.id == number, Message.body_html.is_not(None))
    row = session.execute(seen_by(reader, wanted, Ticket.organisation_id)).first()
    if row is None:
        return None
    return MessagePage(row[0], row[1], row[2], shown(row[3] or "", _images(session, number), fetch=fetch))


def _images(session: Session, number: int) -> dict[str, str]:
    """Return where the mail's own images lie, by content id."""
    own = select(Attachment.content_id, Attachment.id).where(
        Attachment.message_id == number,
        Attachment.content_id.is_not(None),
        Attachment.content_type.in_(IMAGES),
    )
    return {cid: url_for("desk.attachment", attachment=id_) for cid, id_ in session.execute(own) if cid}
