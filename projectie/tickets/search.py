"""Finding tickets by the words in them, newest first; permissions are part of the query."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from projectie.people.models import Organisation, Person
from projectie.people.scope import seen_by
from projectie.tickets.models import Column, Message, Note, Ticket

MOST = 50
LONGEST_NUMBER = 12


@dataclass(frozen=True, slots=True)
class Result:
    """A ticket that was found."""

    number: int
    subject: str
    column: Column
    organisation: str | None
    opened_at: datetime


def number_in(session: Session, asked: str, reader: Person) -> int | None:
    """Return the number of the ticket that was asked for by number (1042 or #1042), if that person may see it."""
    digits = asked.removeprefix("#")
    if not digits.isascii() or not digits.isdigit() or len(digits) > LONGEST_NUMBER:
        return None
    wanted = select(Ticket.number).where(Ticket.number == int(digits))
    return session.scalar(seen_by(reader, wanted, Ticket.organisation_id))


def search(session: Session, asked: str, reader: Person) -> tuple[Result, ...]:
    """Return the newest tickets in which every word stands: subject, sender, client, messages or notes."""
    wanted = (
        select(Ticket.number, Ticket.subject, Ticket.column, Organisation.name, Ticket.opened_at)
        .outerjoin(Organisation, Ticket.organisation_id == Organisation.id)
        .order_by(Ticket.number.desc())
        .limit(MOST)
    )
    for word in asked.lower().split()[:8]:
        wanted = wanted.where(_holds(word))
    rows = session.execute(seen_by(reader, wanted, Ticket.organisation_id))
    return tuple(Result(*row) for row in rows)


def _holds(word: str) -> ColumnElement[bool]:
    fields = (Ticket.subject, Ticket.requester_name, Ticket.requester_address, Organisation.name)
    said = exists().where(
        Message.ticket_number == Ticket.number, func.lower(Message.body_text).contains(word, autoescape=True)
    )
    noted = exists().where(
        Note.ticket_number == Ticket.number, func.lower(Note.body).contains(word, autoescape=True)
    )
    return or_(*(func.lower(f).contains(word, autoescape=True) for f in fields), said, noted)
