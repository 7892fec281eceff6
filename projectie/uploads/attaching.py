"""A file that is whole stands on its ticket: as a message on the timeline with one attachment."""

import mimetypes
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import written
from projectie.language import LOCALES
from projectie.live.announce import announce
from projectie.tickets.incoming import incoming
from projectie.tickets.models import Attachment, Message, Ticket
from projectie.uploads.models import Upload


def attached(session: Session, ticket: Ticket, upload: Upload, digest: str, now: datetime) -> Message:
    """Add what stands on the timeline: it came in, it is no mail, and who sent it is not proven (R32)."""
    with force_locale(LOCALES[ticket.language]):
        text = _("Sent over the upload link: %(name)s", name=upload.filename)
    message = incoming(now, text, ticket_number=ticket.number, language=ticket.language)
    written(session, message)
    session.add(
        Attachment(
            message_id=message.id,
            filename=upload.filename,
            content_type=(mimetypes.guess_type(upload.filename)[0] or "application/octet-stream")[:200],
            size=upload.size,
            sha256=digest,
            inline=False,
            content_id=None,
        )
    )
    return message


def tell(session: Session, ticket: Ticket, upload: Upload, now: datetime) -> None:
    """Write the line of history, and let the pages that show the ticket know."""
    details = {"upload": upload.id, "message": upload.message_id}
    history.record(
        session, at=now, by=None, deed="upload.received", of=("ticket", ticket.number), details=details
    )
    announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id)
