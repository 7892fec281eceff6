"""Who wrote a mail: a person we know, else a domain we know, else nobody yet."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
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
    person, organisation = _known(session, address)
    return Sender(name or (person.name if person else ""), address, person, organisation, proven)


_PERSON = (
    select(Person, Organisation)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(Person.email == bindparam("address"), Person.active.is_(True))
)
_OWNER = select(Organisation).join(MailDomain).where(MailDomain.domain == bindparam("domain"))


def _known(session: Session, address: str) -> tuple[Person | None, Organisation | None]:
    if not address:
        return None, None
    found = session.execute(_PERSON, {"address": address}).first()
    if found is not None:
        return found[0], found[1] if found[0].role is Role.CLIENT else None
    domain = address.rpartition("@")[2]
    return None, session.scalars(_OWNER, {"domain": domain}).first() if domain else None
