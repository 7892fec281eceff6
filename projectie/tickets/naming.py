"""The people behind addresses: persons we know, else the organisation of the domain, in two selects for any number."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.people.addresses import domain_of
from projectie.people.models import MailDomain, Person, Role
from projectie.tickets.participation import Named


@dataclass(frozen=True, slots=True)
class Facts:
    """What the desk knows of an address by its person."""

    id: int
    name: str
    role: Role
    organisation: int | None


def named(session: Session, addresses: Mapping[str, str]) -> list[Named]:
    """Return who those are; `addresses` (as they are kept) with the names a mail gives them."""
    if not addresses:
        return []
    people = {
        row.email: Facts(row.id, row.name, row.role, row.organisation_id if row.active else None)
        for row in session.execute(
            select(
                Person.email, Person.id, Person.name, Person.role, Person.organisation_id, Person.active
            ).where(Person.email.in_(addresses))
        )
    }
    domains = {domain_of(address) for address in addresses}
    owned = select(MailDomain.domain, MailDomain.organisation_id).where(MailDomain.domain.in_(domains))
    owners = {row.domain: row.organisation_id for row in session.execute(owned)}
    return [_named(address, name, people.get(address), owners) for address, name in addresses.items()]


def _named(address: str, name: str, person: Facts | None, owners: Mapping[str, int]) -> Named:
    if person is None:
        return Named(address, name, None, owners.get(domain_of(address)), of_studio=False)
    of_studio = person.role is not Role.CLIENT
    return Named(address, person.name, person.id, person.organisation, of_studio=of_studio)
