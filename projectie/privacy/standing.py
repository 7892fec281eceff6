"""How somebody stands with the desk before they are erased, and what there is of them, read in a few statements."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.history import History
from projectie.people.models import Person, Role
from projectie.privacy.holding import Fate, Subject, of_person
from projectie.privacy.obstacles import Standing
from projectie.privacy.registry import HOLDINGS
from projectie.privacy.words import TOPICS
from projectie.recurring.models import RecurringSeries
from projectie.tickets.models import Column, Ticket

ASKED = "person.erasure_asked"


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of data, what erasing does to it, and how many rows there are."""

    name: str
    what: str
    goes: bool
    rows: int


def standing_of(session: Session, person: Person, by: int) -> Standing:
    """Return how that person stands; two statements."""
    active = Person.active.is_(True), Person.id != person.id
    managers = select(func.count()).where(Person.role == Role.MANAGER, *active)
    colleagues = select(func.count()).where(Person.organisation_id == person.organisation_id, *active)
    open_ = select(func.count()).where(
        Ticket.requester_id == person.id,
        Ticket.column != Column.DONE,
        Ticket.number.not_in(requests_of(session, person.id)),
    )
    series = select(func.count()).where(
        RecurringSeries.contact_id == person.id, RecurringSeries.ended_at.is_(None)
    )
    row = session.execute(
        select(
            managers.scalar_subquery(),
            colleagues.scalar_subquery(),
            colleagues.where(Person.responsible.is_(True)).scalar_subquery(),
            open_.scalar_subquery(),
            series.scalar_subquery(),
        )
    ).one()
    return Standing(
        erased=person.erased_at is not None,
        own=person.id == by,
        manager=person.role is Role.MANAGER and person.active,
        other_managers=row[0],
        responsible=person.responsible and person.active,
        colleagues=row[1],
        other_responsible=row[2],
        open_requests=row[3],
        series=row[4],
    )


def requests_of(session: Session, person: int) -> list[int]:
    """Return the tickets on which somebody asked to be erased."""
    asked = select(History.details).where(
        History.subject == "person", History.subject_id == person, History.deed == ASKED
    )
    return [details["ticket"] for details in session.scalars(asked)]


def topics_of(session: Session, person: Person) -> tuple[Topic, ...]:
    """Return what there is of somebody by topic, what goes first; one statement."""
    subject = Subject(person.id, person.email)
    counts = [
        select(func.count())
        .select_from(held.table)
        .where(of_person(held, subject, acts=held.fate is Fate.STAYS or not held.people))
        .scalar_subquery()
        for held in HOLDINGS
    ]
    row = session.execute(select(*counts)).one()
    many: dict[str, int] = {}
    for held, count in zip(HOLDINGS, row, strict=True):
        many[held.topic] = many.get(held.topic, 0) + count
    goes = {held.topic for held in HOLDINGS if held.fate is not Fate.STAYS}
    known = [
        Topic(str(name), str(what), topic in goes, many[topic])
        for topic, (name, what) in TOPICS.items()
        if many.get(topic)
    ]
    return tuple(sorted(known, key=lambda topic: not topic.goes))
