"""When a colleague takes calls, and the studio's figures of them: kept with one line of history each (R11)."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, time

from sqlalchemy import delete
from sqlalchemy.orm import Session

from projectie import history
from projectie.calls.models import CallFiguresRow, CallHours, CallTaker
from projectie.calls.reading import hours_of, takes
from projectie.calls.slots import CallFigures
from projectie.database import transaction
from projectie.people.models import Person

Hours = Mapping[int, tuple[time, time]]


def takes_calls(session: Session, person: Person) -> bool:
    """Return whether that colleague takes calls."""
    chosen = session.get(CallTaker, person.id)
    return takes(person.role, chosen.takes_calls if chosen else None)


def keep_availability(person: Person, hours: Hours, now: datetime, *, takes: bool) -> bool:
    """Keep when somebody takes calls; return whether anything changed. What is booked stays."""
    with transaction() as session:
        session.get_one(Person, person.id, with_for_update=True)
        if takes_calls(session, person) == takes and hours_of(session, person.id) == dict(hours):
            return False
        session.merge(CallTaker(person_id=person.id, takes_calls=takes))
        session.execute(delete(CallHours).where(CallHours.person_id == person.id))
        session.add_all(
            CallHours(person_id=person.id, weekday=day, begins=begins, stops=stops)
            for day, (begins, stops) in hours.items()
        )
        kept = {str(day): f"{begins:%H:%M}-{stops:%H:%M}" for day, (begins, stops) in hours.items()}
        details = {"takes": takes, "hours": kept}
        session.flush()
        history.record(
            session,
            at=now,
            by=person.id,
            deed="call.availability",
            of=("person", person.id),
            details=details,
        )
        return True


def keep_figures(figures: CallFigures, by: int, now: datetime) -> bool:
    """Keep the studio's figures of calls; return whether they changed. What is booked stays."""
    with transaction() as session:
        row = session.get_one(CallFiguresRow, 1, with_for_update=True)
        wanted = asdict(figures)
        before = {name: getattr(row, name) for name in wanted}
        if wanted == before:
            return False
        for name, value in wanted.items():
            setattr(row, name, value)
        details = {**wanted, "before": before}
        history.record(session, at=now, by=by, deed="call.figures", of=("calls", 1), details=details)
        return True
