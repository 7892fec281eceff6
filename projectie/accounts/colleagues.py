"""The people of one client, looked after by those of them who are responsible; one of these always stays."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.people.actions import sign_out_everywhere
from projectie.people.faults import Fault, PeopleError
from projectie.people.models import Organisation, Person
from projectie.people.rights import Flags, Right, flags_of, right_of

MOST = 200


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of an organisation as their colleagues see them."""

    id: int
    name: str
    email: str
    right: Right
    responsible: bool


def colleagues_of(session: Session, organisation_id: int) -> tuple[Colleague, ...]:
    """Return the people of an organisation who can sign in, by name."""
    query = (
        select(Person.id, Person.name, Person.email, Person.may_agree, Person.may_buy, Person.read_only, Person.responsible)
        .where(Person.organisation_id == organisation_id, Person.active.is_(True))
        .order_by(func.lower(Person.name), Person.id)
        .limit(MOST)
    )  # fmt: skip
    return tuple(
        Colleague(row.id, row.name, row.email, right_of(Flags(*row[3:6])), row.responsible)
        for row in session.execute(query)
    )


def colleague(session: Session, number: int, organisation_id: int) -> Colleague | None:
    """Return one of them; another's is as good as absent."""
    return next((one for one in colleagues_of(session, organisation_id) if one.id == number), None)


def change_rights(number: int, right: Right, responsible: bool, by: Person, now: datetime) -> None:
    """Change what a colleague may do; raise MissingError, or PeopleError when nobody would be responsible."""
    with transaction() as session:
        person = _held(session, number, by)
        if person.responsible and not responsible:
            _stays_one(session, person)
        wanted = {**asdict(flags_of(right)), "responsible": responsible}
        changed = [name for name, value in wanted.items() if getattr(person, name) != value]
        for name in changed:
            setattr(person, name, wanted[name])
        if changed:
            details = {"fields": changed, "right": right.value}
            history.record(
                session, at=now, by=by.id, deed="person.changed", of=("person", number), details=details
            )


def shut_out(number: int, by: Person, now: datetime) -> None:
    """Take a colleague's access, or leave oneself; raise MissingError, or PeopleError for the last one responsible."""
    with transaction() as session:
        person = _held(session, number, by)
        if person.responsible:
            _stays_one(session, person)
        person.active = False
        sign_out_everywhere(session, person)
        deed = "person.left" if number == by.id else "person.shut_out"
        history.record(session, at=now, by=by.id, deed=deed, of=("person", number))


def _held(session: Session, number: int, by: Person) -> Person:
    """Return that person, their organisation held until the deed is done: two who leave at once wait in line."""
    session.get_one(Organisation, by.organisation_id, with_for_update=True)
    person = session.get(Person, number, with_for_update=True)
    asking = session.get(Person, by.id)
    if person is None or not person.active or person.organisation_id != by.organisation_id or asking is None:
        raise MissingError
    if not asking.active or not (asking.responsible or number == by.id):
        raise MissingError
    return person


def _stays_one(session: Session, person: Person) -> None:
    others = select(func.count(Person.id)).where(
        Person.organisation_id == person.organisation_id,
        Person.active.is_(True),
        Person.responsible.is_(True),
        Person.id != person.id,
    )
    if not session.scalar(others):
        raise PeopleError(Fault.LAST_RESPONSIBLE)
