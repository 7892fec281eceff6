"""The audit trail: who signed in, changed rights or data, took a copy; complaints keep their own (R27)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session, aliased

from projectie import history
from projectie.clock.zone import moment_of
from projectie.database import transaction
from projectie.history import History
from projectie.listing import Listing, listed
from projectie.people.models import Organisation, Person

# What the trail shows; what happens to tickets stands on the tickets, and complaints never write here.
SUBJECTS = ("person", "browser", "organisation", "contract", "studio", "terms", "on_call", "trail", "export")
MOST = 50_000  # lines of one copy
DAY = timedelta(days=1)
_About = aliased(Person)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines are asked for; days are the studio's."""

    actor: int | None = None
    deed: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One deed."""

    id: int
    at: datetime
    actor: str | None
    deed: str
    about: str
    details: dict[str, Any]


def trail(session: Session, asked: Asked, zone: ZoneInfo, number: int = 1) -> Listing[Line]:
    """Return a page of the trail, the newest on top."""
    return listed(session, _query(asked, zone), _line, number)


def copy(session: Session, asked: Asked, zone: ZoneInfo) -> tuple[Line, ...]:
    """Return all of it that was asked for, the newest first, within reason."""
    return tuple(_line(row) for row in session.execute(_query(asked, zone).limit(MOST)))


def note_copy(by: int, lines: int, now: datetime) -> None:
    """Write down that somebody took a copy."""
    with transaction() as session:
        of, details = ("trail", 1), {"lines": lines}
        history.record(session, at=now, by=by, deed="trail.exported", of=of, details=details)


def actors(session: Session) -> dict[int, str]:
    """Return the studio's own people by id, to choose from."""
    query = (
        select(Person.id, Person.name)
        .where(Person.organisation_id.is_(None))
        .order_by(Person.name)
        .limit(200)
    )
    return dict(session.execute(query).all())


def _query(asked: Asked, zone: ZoneInfo) -> Select[*tuple[Any, ...]]:
    query = (
        select(
            History.id, History.at, Person.name.label("actor"), History.deed, History.subject,
            History.subject_id, History.details, _About.name.label("person"), Organisation.name.label("client"),
        )
        .outerjoin(Person, Person.id == History.actor_id)
        .outerjoin(_About, and_(History.subject == "person", _About.id == History.subject_id))
        .outerjoin(
            Organisation, and_(History.subject == "organisation", Organisation.id == History.subject_id)
        )
        .where(History.subject.in_(SUBJECTS))
        .order_by(History.id.desc())
    )  # fmt: skip
    if asked.actor is not None:
        query = query.where(History.actor_id == asked.actor)
    if asked.deed:
        query = query.where(History.deed == asked.deed)
    if asked.since is not None:
        query = query.where(History.at >= _begin(asked.since, zone))
    if asked.until is not None:
        query = query.where(History.at < _begin(asked.until + DAY, zone))
    return query


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    known = row.person or row.client or ""
    return Line(row.id, row.at, row.actor, row.deed, known, row.details)


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return moment_of(datetime.combine(day, time.min), zone)
