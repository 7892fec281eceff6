"""Who wrote a mail: a person we know, else a domain we know, else nobody yet."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.mail.letter import Authentication, Letter
from projectie.people.models import MailDomain, Organisation, Person, Role


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender of a mail, as far as the desk knows; `proven` only by our own mail server (R32)."""

    name: str
    address: str  # lower case; empty when the mail names none
    person: Person | None
    organisation: Organisation | None
    proven: bool

    @property
    def is_client(self) -> bool:
        """Whether the sender belongs to a client (mail never acts as staff, R30)."""
        return self.organisation is not None


def sender_of(session: Session, letter: Letter) -> Sender:
    """Return who wrote it: by person, else by the organisation's mail domain, else unknown."""
    name = letter.from_.name if letter.from_ else ""
    address = letter.from_.address.lower() if letter.from_ else ""
    return sender_at(session, name, address, proven=letter.authentication is Authentication.PASS)


def sender_at(session: Session, name: str, address: str, *, proven: bool) -> Sender:
    """Return who writes from that address (lower case), by what name a mail gives them."""
    person = _person(session, address)
    organisation = _organisation(session, person, address)
    return Sender(name or (person.name if person else ""), address, person, organisation, proven)


def _person(session: Session, address: str) -> Person | None:
    if not address:
        return None
    return session.scalars(select(Person).where(Person.email == address, Person.active.is_(True))).first()


def _organisation(session: Session, person: Person | None, address: str) -> Organisation | None:
    if person is not None:
        return session.get(Organisation, person.organisation_id) if person.role is Role.CLIENT else None
    domain = address.rpartition("@")[2]
    owned = select(Organisation).join(MailDomain).where(MailDomain.domain == domain)
    return session.scalars(owned).first() if domain else None
