"""Who may open a complaint: managers, but for those it is about (R27); and when that needs somebody from outside."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.complaints import cases
from projectie.complaints.case import Case
from projectie.complaints.cases import Held
from projectie.complaints.keyring import Ring
from projectie.database import MissingError
from projectie.people.models import Person, Role


@dataclass(frozen=True, slots=True)
class Manager:
    """A manager who has access now."""

    id: int
    name: str
    email: str
    language: str


def managers(session: Session) -> list[Manager]:
    """Return everybody who manages."""
    active = select(Person.id, Person.name, Person.email, Person.language).where(
        Person.role == Role.MANAGER, Person.active.is_(True)
    )
    return [Manager(*row) for row in session.execute(active.order_by(Person.name))]


def readers(session: Session, case: Case) -> list[Manager]:
    """Return the managers who have access to a complaint."""
    return [one for one in managers(session) if one.id not in case.subjects]


def is_shut_out(case: Case, person: int) -> bool:
    """Whether a complaint is about this manager."""
    return person in case.subjects


def for_manager(session: Session, ring: Ring, number: int, person: int) -> Held:
    """Return a complaint that this manager may see; to one it is about it is not there: MissingError."""
    return _not_about(cases.read(session, ring, number), person)


def held_for(session: Session, ring: Ring, number: int, person: int) -> Held:
    """Do so for a deed that is open."""
    return _not_about(cases.held(session, ring, number), person)


def _not_about(found: Held, person: int) -> Held:
    if is_shut_out(found.case, person):
        raise MissingError("complaint")
    return found
