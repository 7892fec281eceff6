"""What can be done about an outage itself: report it, say what it is, take a false alarm back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.outages.faults import Fault, OutageError
from projectie.outages.grouping import put_in
from projectie.outages.models import Outage, OutagePart, OutageTicket, OutageUpdate
from projectie.outages.parts import known_parts
from projectie.outages.progress import Severity, State


@dataclass(frozen=True, slots=True)
class OutageFacts:
    """What everybody may know of an outage."""

    title_nl: str
    title_en: str
    severity: Severity
    parts: tuple[int, ...]
    started_at: datetime


def held(session: Session, outage_id: int) -> Outage:
    """Return the outage as it is now, held until the transaction ends; raise MissingError.

    It is always held before any ticket, so that deeds never wait for each other in a ring.
    """
    found = session.get(Outage, outage_id, with_for_update=True, populate_existing=True)
    if found is None or found.withdrawn_at is not None:
        raise MissingError(f"outage {outage_id}")
    return found


def report(facts: OutageFacts, ticket: int | None, by: int, now: datetime) -> int:
    """Report an outage, with the ticket that told of it, and return its id; raise OutageError or MissingError."""
    with transaction() as session:
        if facts.started_at > now:
            raise OutageError(Fault.STARTS_LATER)
        outage = Outage(
            title_nl=facts.title_nl,
            title_en=facts.title_en,
            severity=facts.severity,
            state=State.INVESTIGATING,
            started_at=facts.started_at,
            solved_at=None,
            withdrawn_at=None,
            created_at=now,
            created_by=by,
        )
        parts = known_parts(session, facts.parts)
        session.add(outage)
        session.flush()
        session.add_all(OutagePart(outage_id=outage.id, part_id=part) for part in parts)
        _note(session, outage, "outage.reported", parts, by, now)
        if ticket is not None:
            put_in(session, outage, [ticket], by, now)
        announce(session, at=now, kind="outage", of=outage.id, by=by)
        return outage.id


def change(outage_id: int, facts: OutageFacts, by: int, now: datetime) -> None:
    """Keep what the outage is now; raise OutageError or MissingError."""
    with transaction() as session:
        outage = held(session, outage_id)
        if facts.started_at > now:
            raise OutageError(Fault.STARTS_LATER)
        if outage.solved_at is not None and facts.started_at > outage.solved_at:
            raise OutageError(Fault.STARTS_AFTER_SOLVED)
        before = list(session.scalars(select(OutagePart.part_id).where(OutagePart.outage_id == outage_id)))
        parts = known_parts(session, facts.parts, before)
        outage.title_nl, outage.title_en = facts.title_nl, facts.title_en
        outage.severity, outage.started_at = facts.severity, facts.started_at
        session.execute(delete(OutagePart).where(OutagePart.outage_id == outage_id))
        session.add_all(OutagePart(outage_id=outage_id, part_id=part) for part in parts)
        _note(session, outage, "outage.changed", parts, by, now)
        announce(session, at=now, kind="outage", of=outage_id, by=by)


def take_back(outage_id: int, by: int, now: datetime) -> None:
    """Take a false alarm back: it leaves the status page and lets its tickets go; raise OutageError once it was told."""
    with transaction() as session:
        outage = held(session, outage_id)
        if session.scalar(select(exists().where(OutageUpdate.outage_id == outage_id))):
            raise OutageError(Fault.WAS_TOLD)
        outage.withdrawn_at = now
        tickets = session.scalars(
            select(OutageTicket.ticket_number).where(OutageTicket.outage_id == outage_id)
        ).all()
        session.execute(delete(OutageTicket).where(OutageTicket.outage_id == outage_id))
        for number in tickets:
            details = {"outage": outage_id}
            history.record(
                session, at=now, by=by, deed="ticket.outage_left", of=("ticket", number), details=details
            )
        history.record(
            session,
            at=now,
            by=by,
            deed="outage.taken_back",
            of=("outage", outage_id),
            details={"tickets": list(tickets)},
        )
        announce(session, at=now, kind="outage", of=outage_id, by=by)


def _note(session: Session, outage: Outage, deed: str, parts: list[int], by: int, now: datetime) -> None:
    details = {
        "severity": outage.severity.value,
        "parts": parts,
        "started_at": outage.started_at.isoformat(),
    }
    history.record(session, at=now, by=by, deed=deed, of=("outage", outage.id), details=details)
