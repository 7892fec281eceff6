"""What can be done about the parts of the status page."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.outages.faults import Fault, OutageError
from projectie.outages.models import StatusPart
from projectie.outages.progress import UsedBy


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A part: its name in both languages, who is on it, where it stands, and whether it is in use."""

    name_nl: str
    name_en: str
    used_by: UsedBy
    place: int
    in_use: bool


def add_part(facts: PartFacts, by: int | None, now: datetime) -> int:
    """Keep a new part and return its id; raise OutageError when a name is taken."""
    with transaction() as session:
        _refuse_double(session, facts, None)
        part = StatusPart(**asdict(facts))
        session.add(part)
        session.flush()
        history.record(session, at=now, by=by, deed="part.added", of=("status_part", part.id))
        return part.id


def change_part(part_id: int, facts: PartFacts, by: int | None, now: datetime) -> None:
    """Keep what a part is now; raise MissingError, or OutageError when a name is taken or none would be left."""
    with transaction() as session:
        part = session.get(StatusPart, part_id, with_for_update=True)
        if part is None:
            raise MissingError(f"part {part_id}")
        _refuse_double(session, facts, part_id)
        others = select(func.count(StatusPart.id)).where(StatusPart.in_use, StatusPart.id != part_id)
        if not facts.in_use and not session.scalar(others):
            raise OutageError(Fault.LAST_PART)
        changed = {name: value for name, value in asdict(facts).items() if value != getattr(part, name)}
        for name, value in changed.items():
            setattr(part, name, value)
        if changed:
            details = {"changed": sorted(changed)}
            history.record(
                session, at=now, by=by, deed="part.changed", of=("status_part", part_id), details=details
            )


def known_parts(session: Session, wanted: Iterable[int], kept: Iterable[int] = ()) -> list[int]:
    """Return those parts in order; raise OutageError unless each is in use, or was chosen before."""
    usable = select(StatusPart.id).where(or_(StatusPart.in_use, StatusPart.id.in_(list(kept))))
    found, asked = set(session.scalars(usable)), sorted(set(wanted))
    if not asked or not set(asked) <= found:
        raise OutageError(Fault.UNKNOWN_PART)
    return asked


def _refuse_double(session: Session, facts: PartFacts, part_id: int | None) -> None:
    same = or_(
        func.lower(StatusPart.name_nl) == facts.name_nl.lower(),
        func.lower(StatusPart.name_en) == facts.name_en.lower(),
    )
    taken = select(StatusPart.id).where(same, StatusPart.id.is_distinct_from(part_id)).limit(1)
    if session.scalar(taken) is not None:
        raise OutageError(Fault.NAME_TAKEN)
