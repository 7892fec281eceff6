"""Planned maintenance: announced ahead in both languages, changed until it is over, called off."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.outages.faults import Fault, OutageError
from projectie.outages.models import Maintenance, MaintenancePart
from projectie.outages.parts import known_parts
from projectie.terms.figures import Text


@dataclass(frozen=True, slots=True)
class MaintenanceFacts:
    """What is announced: what will be done, on which parts, from when until when."""

    title: Text
    text: Text
    parts: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime


def announce(facts: MaintenanceFacts, by: int, now: datetime) -> int:
    """Announce maintenance and return its id; raise OutageError."""
    with transaction() as session:
        if facts.starts_at <= now:
            raise OutageError(Fault.HAS_BEGUN)
        work = Maintenance(created_at=now, cancelled_at=None)
        parts = _write(session, work, facts, now)
        session.add(work)
        session.flush()
        _put_parts(session, work.id, parts)
        _note(session, work, "maintenance.announced", parts, by, now)
        return work.id


def change(maintenance_id: int, facts: MaintenanceFacts, by: int, now: datetime) -> None:
    """Keep what is announced now: once it has begun its beginning stays, and once it is over all of it.

    Raises OutageError or MissingError.
    """
    with transaction() as session:
        work = _held(session, maintenance_id)
        if work.ends_at <= now:
            raise OutageError(Fault.IS_OVER)
        if facts.starts_at != work.starts_at and (facts.starts_at <= now or work.starts_at <= now):
            raise OutageError(Fault.HAS_BEGUN)
        before = select(MaintenancePart.part_id).where(MaintenancePart.maintenance_id == maintenance_id)
        parts = _write(session, work, facts, now, list(session.scalars(before)))
        session.execute(delete(MaintenancePart).where(MaintenancePart.maintenance_id == maintenance_id))
        _put_parts(session, maintenance_id, parts)
        _note(session, work, "maintenance.changed", parts, by, now)


def call_off(maintenance_id: int, by: int, now: datetime) -> None:
    """Call maintenance off before it is over; raise OutageError or MissingError."""
    with transaction() as session:
        work = _held(session, maintenance_id)
        if work.ends_at <= now:
            raise OutageError(Fault.IS_OVER)
        work.cancelled_at = work.changed_at = now
        history.record(
            session, at=now, by=by, deed="maintenance.called_off", of=("maintenance", maintenance_id)
        )


def _held(session: Session, maintenance_id: int) -> Maintenance:
    work = session.get(Maintenance, maintenance_id, with_for_update=True, populate_existing=True)
    if work is None or work.cancelled_at is not None:
        raise MissingError(f"maintenance {maintenance_id}")
    return work


def _write(
    session: Session, work: Maintenance, facts: MaintenanceFacts, now: datetime, kept: list[int] | None = None
) -> list[int]:
    """Write the facts and return the parts."""
    if facts.ends_at <= facts.starts_at:
        raise OutageError(Fault.ENDS_BEFORE_START)
    parts = known_parts(session, facts.parts, kept or [])
    work.title_nl, work.title_en = facts.title.nl, facts.title.en
    work.text_nl, work.text_en = facts.text.nl, facts.text.en
    work.starts_at, work.ends_at, work.changed_at = facts.starts_at, facts.ends_at, now
    return parts


def _put_parts(session: Session, maintenance_id: int, parts: list[int]) -> None:
    session.add_all(MaintenancePart(maintenance_id=maintenance_id, part_id=part) for part in parts)


def _note(session: Session, work: Maintenance, deed: str, parts: list[int], by: int, now: datetime) -> None:
    details = {
        "parts": parts,
        "starts_at": work.starts_at.isoformat(),
        "ends_at": work.ends_at.isoformat(),
    }
    history.record(session, at=now, by=by, deed=deed, of=("maintenance", work.id), details=details)
