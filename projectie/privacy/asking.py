"""Asking for a copy of data: of a person, or of a client; the worker makes it, whoever asked fetches it (AVG)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session, aliased

from projectie import history
from projectie.database import MissingError, transaction
from projectie.live.announce import announce, told_alone
from projectie.people.models import Organisation, Person, Role
from projectie.privacy.models import DataExport, ExportState

MOST = 20  # copies of one list
UNDER_WAY = (ExportState.WAITING, ExportState.RUNNING)


@dataclass(frozen=True, slots=True)
class Line:
    """A copy as a list shows it."""

    id: int
    of: str
    of_client: bool
    by: str
    asked_at: datetime
    state: ExportState
    percent: int
    size: int
    expires_at: datetime | None


@told_alone("export")
def asker_of(export: Any) -> ScalarSelect[int]:
    """Return who asked for a copy: of clients only they hear how far it is."""
    return select(DataExport.asked_by_id).where(DataExport.id == export).scalar_subquery()


def ask(by: Person, now: datetime, *, person: int | None = None, organisation: int | None = None) -> int:
    """Ask for a copy of a person or of a client; a copy that is under way is not asked for twice.

    Raise MissingError for whoever may not: managers ask for any, clients for themselves, and whoever looks after
    an organisation's account for that organisation.
    """
    with transaction() as session:
        asking = session.get_one(Person, by.id)
        if not _may_ask(session, asking, person, organisation):
            raise MissingError("export")
        same = (DataExport.person_id == person) if person else (DataExport.organisation_id == organisation)
        running = select(DataExport.id).where(
            same, DataExport.asked_by_id == by.id, DataExport.state.in_(UNDER_WAY)
        )
        known = session.scalar(running.with_for_update())
        if known is not None:
            return known
        wanted = _wanted(by.id, person, organisation, now)
        session.add(wanted)
        session.flush()
        of = ("person", person) if person else ("organisation", organisation or 0)
        history.record(session, at=now, by=by.id, deed="data.asked", of=of, details={"export": wanted.id})
        announce(session, at=now, kind="export", of=wanted.id, organisation=by.organisation_id, by=by.id)
        return wanted.id


def exports_by(session: Session, person: Person | None) -> tuple[Line, ...]:
    """Return the newest copies that somebody asked for, or (for managers: nobody named) that anybody did."""
    about, asker = aliased(Person), aliased(Person)
    query = (
        select(DataExport, about.name, Organisation.name, asker.name)
        .outerjoin(about, about.id == DataExport.person_id)
        .outerjoin(Organisation, Organisation.id == DataExport.organisation_id)
        .join(asker, asker.id == DataExport.asked_by_id)
        .order_by(DataExport.id.desc())
        .limit(MOST)
    )
    if person is not None:
        query = query.where(DataExport.asked_by_id == person.id)
    return tuple(
        Line(
            one.id,
            name or client,
            one.person_id is None,
            by,
            one.asked_at,
            one.state,
            _percent(one),
            one.size,
            one.expires_at,
        )
        for one, name, client, by in session.execute(query)
    )


def fetched(number: int, by: Person, now: datetime) -> DataExport:
    """Return a copy that is ready, and note that it is fetched; MissingError for whoever may not have it (any more)."""
    with transaction() as session:
        found = session.get(DataExport, number)
        asking = session.get_one(Person, by.id)
        if found is None or found.state is not ExportState.READY or found.asked_by_id != by.id:
            raise MissingError("export")
        if not _may_ask(session, asking, found.person_id, found.organisation_id):
            raise MissingError("export")
        of = ("person", found.person_id) if found.person_id else ("organisation", found.organisation_id or 0)
        history.record(session, at=now, by=by.id, deed="data.fetched", of=of, details={"export": number})
        return found


def _may_ask(session: Session, by: Person, person: int | None, organisation: int | None) -> bool:
    if by.role is Role.MANAGER:
        return (
            session.get(Person, person) if person else session.get(Organisation, organisation)
        ) is not None
    if by.role is not Role.CLIENT or not by.active:
        return False
    return person == by.id or (person is None and by.responsible and organisation == by.organisation_id)


def _wanted(by: int, person: int | None, organisation: int | None, now: datetime) -> DataExport:
    return DataExport(
        person_id=person,
        organisation_id=organisation,
        asked_by_id=by,
        asked_at=now,
        state=ExportState.WAITING,
        done=0,
        total=0,
        leased_until=None,
        attempts=0,
        sha256=None,
        size=0,
        expires_at=None,
    )


def _percent(one: DataExport) -> int:
    return 100 * one.done // one.total if one.total else 0
