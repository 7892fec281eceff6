"""The sender of a ticket becomes a contact, of a client that is there or of a new one: one deed, the ticket with it (R32)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.people.actions import PersonFacts, keep_person, person_of
from projectie.people.models import Role
from projectie.people.organisation_actions import OrganisationFacts, keep_organisation
from projectie.tickets.columns import held
from projectie.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Contact:
    """What a manager says of a sender."""

    name: str
    language: str
    organisation: int


def make_contact(number: int, who: Contact, by: int, now: datetime) -> None:
    """Add the sender as a contact of a client, without sign-in, and give the ticket to it; raise PeopleError."""
    with transaction() as session:
        _contact(session, held(session, number), who, by, now)


def make_client(number: int, facts: OrganisationFacts, name: str, by: int, now: datetime) -> int:
    """Add a client with the sender as its contact, give the ticket to it, return its id; raise PeopleError."""
    with transaction() as session:
        ticket = held(session, number)
        organisation = keep_organisation(session, facts, by, now)
        _contact(session, ticket, Contact(name, facts.language, organisation), by, now)
        return organisation


def _contact(session: Session, ticket: Ticket, who: Contact, by: int, now: datetime) -> None:
    facts = PersonFacts(
        email=ticket.requester_address,
        name=who.name,
        role=Role.CLIENT,
        organisation_id=who.organisation,
        may_agree=False,
        language=who.language,
    )
    person = keep_person(session, person_of(facts, now), by, now)
    ticket.organisation_id, ticket.requester_id = who.organisation, person
    ticket.requester_name = who.name[:200]
    ticket.version += 1
    of, details = ("ticket", ticket.number), {"organisation_id": who.organisation, "person": person}
    history.record(session, at=now, by=by, deed="ticket.contact_made", of=of, details=details)
    announce(session, at=now, kind="ticket", of=ticket.number, organisation=who.organisation, by=by)
