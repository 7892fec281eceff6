"""Who wrote a mail: a person we know, else a domain we know, else nobody yet."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, null, select, union_all
from sqlalchemy.orm import Session

from projectie.mail.letter import Authentication, Letter
from projectie.people.addresses import domain_of
from projectie.people.models import Hosting, MailDomain, Organisation, Person, Role


@dataclass(frozen=True, slots=True)
class Writer:
    """A person we know, as far as mail needs them."""

    id: int
    name: str
    role: Role
    language: str
    signs_in: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """The organisation a sender writes for."""

    id: int
    language: str
    hosting: Hosting
    studio_mail: bool


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender of a mail, as far as the desk knows; `proven` only by our own mail server (R32)."""

    name: str
    address: str  # lower case; empty when the mail names none
    person: Writer | None
    organisation: Owner | None
    proven: bool

    @property
    def is_client(self) -> bool:
        """Whether the sender belongs to a client (mail never acts as staff, R30)."""
        return self.organisation is not None

    @property
    def of_studio(self) -> bool:
        """Whether it is the address of a colleague; only a proven one is."""
        return self.person is not None and self.person.role is not Role.CLIENT


def sender_of(session: Session, letter: Letter) -> Sender:
    """Return who wrote it: by person, else by the organisation's mail domain, else unknown."""
    name = letter.from_.name if letter.from_ else ""
    address = letter.from_.address.lower() if letter.from_ else ""
    return sender_at(session, name, address, proven=letter.authentication is Authentication.PASS)


def sender_at(session: Session, name: str, address: str, *, proven: bool) -> Sender:
    """Return who writes from that address (lower case), by what name a mail gives them."""
    person, organisation = _known(session, address)
    return Sender(name or (person.name if person else ""), address, person, organisation, proven)


_OWNER = (Organisation.id, Organisation.language, Organisation.hosting, Organisation.studio_mail)
_WRITER = (Person.id, Person.name, Person.role, Person.language, Person.password_hash.is_not(None))
_BY_ADDRESS = (
    select(*_WRITER, *_OWNER)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .where(Person.email == bindparam("address"), Person.active.is_(True))
)
_BY_DOMAIN = (
    select(*(null() for _ in _WRITER), *_OWNER)
    .join(MailDomain)
    .where(MailDomain.domain == bindparam("domain"))
)
_KNOWN: CompoundSelect[*tuple[Any, ...]] = union_all(_BY_ADDRESS, _BY_DOMAIN)  # one select: every mail asks


def _known(session: Session, address: str) -> tuple[Writer | None, Owner | None]:
    """Return the person of that address, else only the owner of its domain."""
    asked = {"address": address, "domain": domain_of(address)}
    rows = [tuple(row) for row in session.connection().execute(_KNOWN, asked)] if address else []
    row = next((row for row in rows if row[0] is not None), None)
    if row is None:
        return None, Owner(*rows[0][len(_WRITER) :]) if rows else None
    writer = Writer(*row[: len(_WRITER)])
    return writer, Owner(*row[len(_WRITER) :]) if writer.role is Role.CLIENT else None
