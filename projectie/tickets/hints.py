"""What may belong together and never joins by itself (R30): a number, a repeated id, a conversation of Outlook or the same subject, as a hint."""

import re
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from projectie.mail.keep import hash_of
from projectie.mail.letter import Letter
from projectie.mail.subject import display_subject
from projectie.tickets.models import Message, Ticket
from projectie.tickets.who import Sender

LOOK_BACK = timedelta(days=60)
MOST = 30  # tickets whose subject is compared
_NUMBER = re.compile(r"#\s?(\d{1,9})\b|\b(?:ticket|aanvraag|request)\s{1,3}(\d{1,9})\b", re.IGNORECASE)
_MOST_NUMBERS = 5

_NEWEST = (
    select(Message.ticket_number)
    .where(Message.ticket_number.is_not(None))
    .order_by(Message.id.desc())
    .limit(1)
)
_SAME_ID = _NEWEST.where(Message.message_id_hash == bindparam("same"))
_SAME_CONVERSATION = _NEWEST.where(Message.conversation == bindparam("same"))
_RECENT = (
    select(Ticket.number, Ticket.subject)
    .where(Ticket.opened_at > bindparam("since", type_=Ticket.opened_at.type))
    .order_by(Ticket.number.desc())
    .limit(MOST)
)
_OF_CLIENT = _RECENT.where(Ticket.organisation_id == bindparam("whose"))
_OF_ADDRESS = _RECENT.where(Ticket.requester_address == bindparam("whose"))


def hint_of(session: Session, letter: Letter, sender: Sender, now: datetime) -> int | None:
    """Return the ticket a mail that joins none may belong to, among those of its sender or their organisation."""
    return (
        _same(session, letter) or _numbered(session, letter, sender) or _alike(session, letter, sender, now)
    )


def _same(session: Session, letter: Letter) -> int | None:
    """Return the ticket of a mail with the same id and other content, or of the same conversation of Outlook."""
    reader = session.connection()
    found = reader.scalar(_SAME_ID, {"same": hash_of(letter.message_id)}) if letter.message_id else None
    if found is not None or not letter.conversation:
        return found
    return reader.scalar(_SAME_CONVERSATION, {"same": letter.conversation})


def _numbered(session: Session, letter: Letter, sender: Sender) -> int | None:
    """Return the ticket whose number stands in the subject, if it is the sender's to know."""
    found = _NUMBER.findall(letter.subject)[:_MOST_NUMBERS]
    numbers = [int(one or other) for one, other in found]
    if not numbers or not sender.address:
        return None
    theirs: ColumnElement[bool] = Ticket.requester_address == sender.address
    if sender.organisation is not None:
        theirs |= Ticket.organisation_id == sender.organisation.id
    return session.scalar(select(Ticket.number).where(Ticket.number.in_(numbers), theirs).limit(1))


def _alike(session: Session, letter: Letter, sender: Sender, now: datetime) -> int | None:
    """Return the newest ticket with the same subject; of a sender who is no client only when the mail says it answers."""
    subject = display_subject(letter.subject).casefold()
    is_answer = bool(subject) and subject != letter.subject.strip().casefold()
    if not subject or not (is_answer or sender.organisation is not None) or not sender.address:
        return None
    whose = sender.organisation.id if sender.organisation is not None else sender.address
    recent = _OF_CLIENT if sender.organisation is not None else _OF_ADDRESS
    rows = session.connection().execute(recent, {"since": now - LOOK_BACK, "whose": whose})
    return next((row[0] for row in rows if display_subject(row[1]).casefold() == subject), None)
