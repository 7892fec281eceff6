"""Old mail becomes closed requests: dates and originals as they were; nothing is promised, confirmed or mailed.

A mail that is here already, by its bytes or its Message-ID and content, changes nothing. A mail joins the request of
one it refers to, where that was brought in too.
"""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.imports.items import Ground, Outcome, RefusedError, Why
from projectie.mail.keep import hash_of, keep_understood, known
from projectie.mail.letter import Address, Letter
from projectie.mail.models import Mailbox, RawMail
from projectie.mail.parse import parse
from projectie.terms.in_force import Standing, standing
from projectie.terms.studio import StudioFacts
from projectie.tickets.columns import lock_board, place_at_end
from projectie.tickets.models import Column, Fate, Message, Ticket
from projectie.tickets.numbering import next_ticket
from projectie.tickets.reading import message_of
from projectie.tickets.who import Sender, sender_at

ORIGIN = "import"
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)


def bring_in(raw: bytes, session: Session, ground: Ground, fallback: datetime | None = None) -> Outcome:
    """Bring one mail in as part of a deed; raise RefusedError."""
    if known(session, raw) is not None:
        return Outcome.THERE
    letter = _read(raw, ground)
    at = letter.date or fallback
    if at is None or at < _OLDEST:
        raise RefusedError(Why.NO_DATE)
    at = min(at, ground.now)
    stands = standing(session, ground.now)
    lock_board(session)
    ticket = _continued(session, letter)
    fate = Fate.APPENDED if ticket else Fate.CREATED
    if ticket is None:
        ticket = _opened(session, letter, stands, at, ground)
    ticket.opened_at = min(ticket.opened_at, at)
    ticket.done_at = max(ticket.done_at or at, at)
    mail = keep_understood(session, raw, Mailbox.SUPPORT, ground.blobs, at, ORIGIN)
    message_of(session, letter, mail, fate, ticket, ground.blobs, trusted=False)
    session.flush()
    return Outcome.CREATED


def _read(raw: bytes, ground: Ground) -> Letter:
    try:
        letter = parse(raw, ground.limits)
    except Exception as error:
        raise RefusedError(Why.UNREADABLE) from error
    if letter.unreadable:
        raise RefusedError(Why.UNREADABLE)
    return letter


def _continued(session: Session, letter: Letter) -> Ticket | None:
    """Return the request of a mail that this one refers to, where that was brought in as well."""
    named = [*letter.references, *([letter.in_reply_to] if letter.in_reply_to else [])]
    if not named:
        return None
    found = (
        select(Message.ticket_number)
        .join(RawMail, RawMail.id == Message.raw_id)
        .where(
            Message.message_id_hash.in_([hash_of(name) for name in named[-20:]]),
            RawMail.origin == ORIGIN,
            Message.ticket_number.is_not(None),
        )
        .order_by(Message.id.desc())
        .limit(1)
    )
    number = session.scalar(found)
    ticket = session.get(Ticket, number) if number else None
    return ticket if ticket is not None and ticket.column is Column.DONE else None


def _opened(session: Session, letter: Letter, stands: Standing, at: datetime, ground: Ground) -> Ticket:
    client = _client_of(session, letter, stands.facts)
    person, organisation = client.person, client.organisation
    language = organisation.language if organisation else letter.language
    given = next_ticket(session)
    ticket = Ticket(
        number=given.number,
        mark=given.mark,
        subject=letter.subject[:500],
        column=Column.DONE,
        position=place_at_end(session, Column.DONE),
        column_since=at,
        version=given.version,
        urgent_asked=False,
        organisation_id=organisation.id if organisation else None,
        requester_id=person.id if person and organisation else None,
        requester_name=client.name[:200],
        requester_address=client.address[:254],
        verified=False,
        language=language or "nl",
        terms_number=stands.terms.number,
        opened_at=at,
        done_at=at,
    )
    session.add(ticket)
    session.flush()
    of = ("ticket", ticket.number)
    history.record(session, at=ground.now, by=ground.by, deed="ticket.imported", of=of)
    return ticket


def _client_of(session: Session, letter: Letter, studio: StudioFacts) -> Sender:
    """Return whose request it is: the sender's, or of a mail by the studio the one it went to."""
    writer = letter.from_ or Address("", "")
    sender = sender_at(session, writer.name, writer.address.lower(), proven=False)
    ours = {studio.support_address, studio.urgent_address, studio.info_address}
    if not (sender.of_studio or sender.address in ours) or not letter.to:
        return sender
    first = letter.to[0]
    return sender_at(session, first.name, first.address.lower(), proven=False)
