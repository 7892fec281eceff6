"""What somebody says by a form becomes a message on a ticket; the same form sent twice says it once."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.database import written
from projectie.requests.files import enclose
from projectie.requests.models import OnlineMessage
from projectie.tickets.incoming import incoming
from projectie.tickets.models import Message, Ticket


@dataclass(frozen=True, slots=True)
class Writer:
    """Who fills a form in; a visitor has no id, and nobody proves their address (R32)."""

    id: int | None
    name: str
    address: str


def sent(session: Session, key: str) -> OnlineMessage | None:
    """Return what the form of that key became, if it was sent before."""
    return session.scalars(select(OnlineMessage).where(OnlineMessage.key == key)).first()


def say(
    session: Session, ticket: Ticket, text: str, writer: Writer, key: str, now: datetime, *, opens: bool
) -> tuple[OnlineMessage, Message]:
    """Put what was typed on a ticket that is held, with the files of its form; part of a deed, which tells of it."""
    message = written(session, _message(ticket, text, writer, now))
    enclose(session, message, key, writer.id)
    kept = OnlineMessage(
        key=key,
        ticket_number=ticket.number,
        message_id=message.id,
        opens=opens,
        by_id=writer.id,
        nonce=secrets.token_hex(16),
        at=now,
    )
    session.add(kept)
    session.flush()
    return kept, message


def _message(ticket: Ticket, text: str, writer: Writer, now: datetime) -> Message:
    return incoming(
        now,
        text,
        ticket_number=ticket.number,
        author_id=writer.id,
        from_name=writer.name,
        from_address=writer.address,
        subject=ticket.subject,
        language=ticket.language,
        trusted=writer.id is not None,
    )
