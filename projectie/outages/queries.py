"""Reading outages and maintenance: values in one language, a fixed number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session

from projectie.outages.models import (
    Maintenance,
    MaintenancePart,
    Outage,
    OutagePart,
    OutageUpdate,
    StatusPart,
)
from projectie.outages.progress import Severity, State
from projectie.terms.figures import Text


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what the studio provides."""

    id: int
    name: Text
    in_use: bool


@dataclass(frozen=True, slots=True)
class Update:
    """What everybody was told at one moment."""

    id: int
    state: State
    text: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class Incident:
    """An outage as everybody may know it; `updates` newest first."""

    id: int
    title: Text
    severity: Severity
    state: State
    started_at: datetime
    solved_at: datetime | None
    parts: tuple[Part, ...]
    updates: tuple[Update, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """Maintenance as everybody may know it."""

    id: int
    title: Text
    text: Text
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    parts: tuple[Part, ...]


def parts(session: Session, *, in_use: bool = False) -> list[Part]:
    """Return the parts in their order, all of them or those in use."""
    query = select(StatusPart.id, StatusPart.name_nl, StatusPart.name_en, StatusPart.in_use)
    narrowed = query.where(StatusPart.in_use) if in_use else query
    return [_part(row) for row in session.execute(narrowed.order_by(StatusPart.place, StatusPart.id))]


def incidents(session: Session, *, since: datetime) -> list[Incident]:
    """Return the outages that are going on or were solved since, the latest first; three statements."""
    return _incidents(session, or_(Outage.solved_at.is_(None), Outage.solved_at >= since))


def incident(session: Session, outage_id: int) -> Incident | None:
    """Return one outage, or nothing."""
    return next(iter(_incidents(session, Outage.id == outage_id)), None)


def unsolved(session: Session) -> list[tuple[int, Text]]:
    """Return the outages that are going on, by id with their title; one statement."""
    query = select(Outage.id, Outage.title_nl, Outage.title_en)
    going_on = query.where(Outage.solved_at.is_(None), Outage.withdrawn_at.is_(None)).order_by(Outage.id)
    return [(row[0], Text(row[1], row[2])) for row in session.execute(going_on)]


def works(session: Session, *, since: datetime) -> list[Work]:
    """Return the maintenance that ends after that moment and is not called off, the first first; two statements."""
    query = select(Maintenance).where(Maintenance.cancelled_at.is_(None), Maintenance.ends_at >= since)
    found = session.scalars(query.order_by(Maintenance.starts_at, Maintenance.id)).all()
    about = _parts_by(session, MaintenancePart.maintenance_id, MaintenancePart.part_id, [w.id for w in found])
    return [_work(each, about.get(each.id, ())) for each in found]


def work(session: Session, maintenance_id: int) -> Work | None:
    """Return one announcement that is not called off, or nothing."""
    found = session.get(Maintenance, maintenance_id)
    if found is None or found.cancelled_at is not None:
        return None
    about = _parts_by(session, MaintenancePart.maintenance_id, MaintenancePart.part_id, [found.id])
    return _work(found, about.get(found.id, ()))


def _incidents(session: Session, wanted: ColumnElement[bool]) -> list[Incident]:
    query = select(Outage).where(wanted, Outage.withdrawn_at.is_(None))
    found = session.scalars(query.order_by(Outage.started_at.desc(), Outage.id.desc())).all()
    ids = [each.id for each in found]
    about = _parts_by(session, OutagePart.outage_id, OutagePart.part_id, ids)
    told = _updates(session, ids)
    return [
        Incident(
            id=each.id,
            title=Text(each.title_nl, each.title_en),
            severity=each.severity,
            state=each.state,
            started_at=each.started_at,
            solved_at=each.solved_at,
            parts=about.get(each.id, ()),
            updates=told.get(each.id, ()),
        )
        for each in found
    ]


def _updates(session: Session, outages: Iterable[int]) -> dict[int, tuple[Update, ...]]:
    columns = (
        OutageUpdate.outage_id,
        OutageUpdate.id,
        OutageUpdate.state,
        OutageUpdate.text_nl,
        OutageUpdate.text_en,
        OutageUpdate.at,
    )
    query = select(*columns).where(OutageUpdate.outage_id.in_(list(outages))).order_by(OutageUpdate.id.desc())
    found: dict[int, tuple[Update, ...]] = {}
    for row in session.execute(query):
        update = Update(row.id, row.state, Text(row.text_nl, row.text_en), row.at)
        found[row.outage_id] = (*found.get(row.outage_id, ()), update)
    return found


def _parts_by(session: Session, owner: Any, part: Any, ids: Iterable[int]) -> dict[int, tuple[Part, ...]]:
    columns = (StatusPart.id, StatusPart.name_nl, StatusPart.name_en, StatusPart.in_use)
    query: Select[Any] = select(*columns, owner.label("of")).join(StatusPart, StatusPart.id == part)
    found: dict[int, tuple[Part, ...]] = {}
    for row in session.execute(query.where(owner.in_(list(ids))).order_by(StatusPart.place, StatusPart.id)):
        found[row.of] = (*found.get(row.of, ()), _part(row))
    return found


def _part(row: Row[*tuple[Any, ...]]) -> Part:
    return Part(row.id, Text(row.name_nl, row.name_en), row.in_use)


def _work(row: Maintenance, about: tuple[Part, ...]) -> Work:
    return Work(
        id=row.id,
        title=Text(row.title_nl, row.title_en),
        text=Text(row.text_nl, row.text_en),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        changed_at=row.changed_at,
        parts=about,
    )
