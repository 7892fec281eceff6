"""A sender whom the desk does not know: whose ticket may it be, and what makes the answer last (R32)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.people.models import MailDomain, Organisation
from projectie.tickets.likeness import Known, likely
from projectie.tickets.models import Ticket
from projectie.tickets.who import Sender, sender_at


@dataclass(frozen=True, slots=True)
class Unknown:
    """What the page says of a sender who is no contact of the ticket's client."""

    name: str
    address: str
    assigned: bool  # staff said whose the ticket is; mail of this address does not follow yet
    likely: tuple[Known, ...]
    sure: bool  # the address became known since: no mere likeness

    @property
    def shown(self) -> str:
        """How the desk names them."""
        return self.name or self.address


def unknown_sender(session: Session, ticket: Ticket) -> Unknown | None:
    """Return what to ask about a ticket's sender; None where nothing is to ask."""
    if ticket.requester_id is not None:
        return None
    sender = sender_at(session, ticket.requester_name, ticket.requester_address, proven=False)
    if sender.of_studio or (
        sender.organisation is not None and sender.organisation.id == ticket.organisation_id
    ):
        return None
    assigned = ticket.organisation_id is not None
    if assigned:
        return Unknown(sender.name, sender.address, assigned, (), sure=False) if sender.address else None
    found = _likely(session, sender)
    return Unknown(sender.name, sender.address, assigned, found, sure=sender.organisation is not None)


def _likely(session: Session, sender: Sender) -> tuple[Known, ...]:
    clients = _clients(session)
    if sender.organisation is not None:
        return tuple(each for each in clients if each.id == sender.organisation.id)
    return likely(sender.address, sender.name, clients)


def _clients(session: Session) -> list[Known]:
    rows = session.execute(
        select(Organisation.id, Organisation.name, MailDomain.domain)
        .outerjoin(MailDomain, MailDomain.organisation_id == Organisation.id)
        .order_by(Organisation.id)
    )
    found: dict[int, tuple[str, list[str]]] = {}
    for number, name, domain in rows:
        domains = found.setdefault(number, (name, []))[1]
        domains += [domain] if domain else []
    return [Known(number, name, tuple(domains)) for number, (name, domains) in found.items()]
