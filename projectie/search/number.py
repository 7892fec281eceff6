"""A number that is typed into the search goes straight to its ticket."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.people.models import Person
from projectie.people.scope import seen_by
from projectie.tickets.models import Ticket

LONGEST = 9


def number_in(session: Session, asked: str, reader: Person) -> int | None:
    """Return the number of the ticket that was asked for by number (1042 or #1042), if that person may see it."""
    digits = asked.strip().removeprefix("#")
    if not digits.isascii() or not digits.isdigit() or len(digits) > LONGEST:
        return None
    wanted = select(Ticket.number).where(Ticket.number == int(digits))
    return session.scalar(seen_by(reader, wanted, Ticket.organisation_id))
