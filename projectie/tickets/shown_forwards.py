"""The mails that colleagues passed on, as the page of their ticket shows them (R33)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.people.models import Person
from projectie.tickets.models import Message
from projectie.tickets.people_models import Forward


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A client's mail, who passed it on, and whether the ticket is the client's."""

    message: int
    by: str
    taken: bool
    name: str
    address: str
    language: str


_FORWARDS = (
    select(
        Forward.message_id,
        Person.name,
        Forward.taken,
        Forward.from_name,
        Forward.from_address,
        Forward.language,
    )
    .join(Person, Person.id == Forward.by_id)
    .join(Message, Message.id == Forward.message_id)
)


def forwards_on(session: Session, number: int) -> dict[int, PassedOn]:
    """Return what was passed on to a ticket, by its message."""
    found = session.execute(_FORWARDS.where(Message.ticket_number == number))
    return {row[0]: PassedOn(*row) for row in found}
