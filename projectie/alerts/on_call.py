"""Who is told of alerts, and how often."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.alerts.models import AlertPace, OnCall
from projectie.database import transaction
from projectie.people.models import Person, Role

_OF_STUDIO = (Person.role != Role.CLIENT, Person.active.is_(True))


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can be on call, and whether they are."""

    id: int
    name: str
    email: str
    on_call: bool


def colleagues(session: Session) -> list[Colleague]:
    """Return everybody of the studio by name."""
    found = select(Person.id, Person.name, Person.email, OnCall.person_id).outerjoin(
        OnCall, OnCall.person_id == Person.id
    )
    rows = session.execute(found.where(*_OF_STUDIO).order_by(Person.name, Person.id))
    return [Colleague(row[0], row[1], row[2], row[3] is not None) for row in rows]


def people_on_call(session: Session) -> Sequence[Person]:
    """Return whom an alert is told; while nobody is on call, every manager: an alert never goes nowhere."""
    people = select(Person).where(*_OF_STUDIO).order_by(Person.id)
    listed = session.scalars(people.join(OnCall, OnCall.person_id == Person.id)).all()
    return listed or session.scalars(people.where(Person.role == Role.MANAGER)).all()


def repeat_after(session: Session) -> timedelta:
    """Return how long nobody is told again."""
    return timedelta(minutes=session.execute(select(AlertPace.repeat_minutes)).scalar_one())


def arrange(people: Collection[int], repeat_minutes: int, by: int, now: datetime) -> None:
    """Keep who is on call and how often alerts are repeated."""
    with transaction() as session:
        wanted = set(session.scalars(select(Person.id).where(*_OF_STUDIO, Person.id.in_(people))))
        before = set(session.scalars(select(OnCall.person_id)))
        pace = session.get_one(AlertPace, 1)
        if wanted == before and pace.repeat_minutes == repeat_minutes:
            return
        session.execute(delete(OnCall).where(OnCall.person_id.in_(before - wanted)))
        session.add_all(OnCall(person_id=person) for person in sorted(wanted - before))
        pace.repeat_minutes = repeat_minutes
        details = {"people": sorted(wanted), "repeat_minutes": repeat_minutes}
        history.record(session, at=now, by=by, deed="on_call.arranged", of=("on_call", 1), details=details)
