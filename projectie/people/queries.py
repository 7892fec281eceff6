"""Reading people and organisations: rows as values, a fixed number of statements."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from projectie.listing import Listing, listed
from projectie.people.models import Organisation, Person, Role

MOST_OF_ONE = 100  # people of one organisation on its page
MOST_NAMES = 1000  # organisations in a select


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as managers see them."""

    id: int
    name: str
    email: str
    role: Role
    organisation_id: int | None
    organisation: str | None
    may_agree: bool
    language: str
    active: bool
    has_password: bool
    may_buy: bool
    read_only: bool
    responsible: bool
    erased: bool  # nobody is behind this number any more (AVG)


def people(
    session: Session, words: str = "", role: Role | None = None, number: int = 1
) -> Listing[PersonRow]:
    """Return a page of everybody, by name; `words` looks in name, address and organisation."""
    query = _everybody()
    if words:
        query = query.where(_matches(words))
    if role is not None:
        query = query.where(Person.role == role)
    return listed(
        session, query.order_by(Person.active.desc(), func.lower(Person.name), Person.id), _person, number
    )


def people_of(session: Session, organisation_id: int) -> Listing[PersonRow]:
    """Return the people of one organisation, those who can sign in first."""
    query = _everybody().where(Person.organisation_id == organisation_id)
    return listed(
        session,
        query.order_by(Person.active.desc(), func.lower(Person.name), Person.id),
        _person,
        size=MOST_OF_ONE,
    )


def person_row(session: Session, person_id: int) -> PersonRow | None:
    """Return one person, or nothing."""
    row = session.execute(_everybody().where(Person.id == person_id)).first()
    return _person(row) if row else None


def organisation_names(session: Session) -> dict[int, str]:
    """Return the organisations to choose from, by id, in the order of their names."""
    query = (
        select(Organisation.id, Organisation.name).order_by(func.lower(Organisation.name)).limit(MOST_NAMES)
    )
    return dict(session.execute(query).all())


def _everybody() -> Select[*tuple[Any, ...]]:
    return select(
        Person.id,
        Person.name,
        Person.email,
        Person.role,
        Person.organisation_id,
        Organisation.name,
        Person.may_agree,
        Person.language,
        Person.active,
        Person.password_hash.is_not(None),
        Person.may_buy,
        Person.read_only,
        Person.responsible,
        Person.erased_at.is_not(None),
    ).outerjoin(Organisation, Organisation.id == Person.organisation_id)


def _matches(words: str) -> ColumnElement[bool]:
    found = [
        column.icontains(words, autoescape=True) for column in (Person.name, Person.email, Organisation.name)
    ]
    return found[0] | found[1] | found[2]


def _person(row: Row[*tuple[Any, ...]]) -> PersonRow:
    return PersonRow(*row)
