"""From draft to published version (R2): start one, keep what was typed, throw it away, publish it from a day.

There is one draft at a time. Published versions are never changed: the database refuses it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.people.models import Person
from projectie.terms.content import to_data
from projectie.terms.draft import Draft, content_of, draft_of
from projectie.terms.in_force import newest, today
from projectie.terms.lock import lock_terms
from projectie.terms.models import TermsVersion


class Refusal(StrEnum):
    """Why a deed on the terms is not done."""

    DRAFT_EXISTS = "draft_exists"
    GONE = "gone"  # the draft was published or thrown away meanwhile
    STALE = "stale"  # somebody changed the draft meanwhile
    NOT_READY = "not_ready"
    PASSED = "passed"  # it cannot hold from a day that is over
    TOO_EARLY = "too_early"  # nor from before the newest version


class PublishingError(ValueError):
    """Nothing was changed; `day` is the first on which the version could hold, where that is the matter."""

    def __init__(self, refusal: Refusal, day: date | None = None) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.day = day


@dataclass(frozen=True, slots=True)
class Seen:
    """Which draft somebody had before them: its id, and how often it had been changed."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """The draft as it is kept, and who changed it last."""

    seen: Seen
    draft: Draft
    changed_at: datetime
    changed_by: str | None


def kept_draft(session: Session) -> KeptDraft | None:
    """Return the draft, or None; one statement."""
    query = select(TermsVersion, Person.name).outerjoin(Person, Person.id == TermsVersion.changed_by)
    row = session.execute(query.where(TermsVersion.number.is_(None)).limit(1)).first()
    if row is None:
        return None
    kept, name = row
    return KeptDraft(Seen(kept.id, kept.version), draft_of(kept.content), kept.changed_at, name)


def start_draft(by: int, now: datetime) -> None:
    """Begin a draft that says what the newest version says; raise PublishingError when there is one already."""
    with transaction() as session:
        lock_terms(session)
        if session.scalar(select(TermsVersion.id).where(TermsVersion.number.is_(None)).limit(1)) is not None:
            raise PublishingError(Refusal.DRAFT_EXISTS)
        base = newest(session)
        row = TermsVersion(content=to_data(base.terms), version=1, changed_at=now, changed_by=by)
        session.add(row)
        session.flush()
        _record(session, "terms.draft_started", row.id, by, now, base=base.number)


def save_draft(seen: Seen, change: Callable[[Draft], Draft], by: int, now: datetime) -> None:
    """Keep the draft with that change, right or wrong; raise PublishingError when it is not what was seen."""
    with transaction() as session:
        row = _held(session, seen)
        row.content = content_of(change(draft_of(row.content)))
        row.version += 1
        row.changed_at, row.changed_by = now, by
        _record(session, "terms.draft_saved", row.id, by, now, version=row.version)


def discard_draft(seen: Seen, by: int, now: datetime) -> None:
    """Throw the draft away; raise PublishingError when it is not what was seen."""
    with transaction() as session:
        row = _held(session, seen)
        session.delete(row)
        _record(session, "terms.draft_discarded", seen.id, by, now)


def publish(seen: Seen, starts: date, by: int, now: datetime) -> int:
    """Make the draft the next version, in force from that local date, and return its number.

    Raises PublishingError when the draft is not what was seen, not ready, or may not start on that day.
    """
    with transaction() as session:
        row, last = _held(session, seen), newest(session)
        draft = draft_of(row.content)
        if not draft.is_ready:
            raise PublishingError(Refusal.NOT_READY)
        _refuse_early(starts, today(session, now), last.in_force_from)
        row.number, row.in_force_from, row.published_at = last.number + 1, starts, now
        row.version += 1
        row.changed_at, row.changed_by = now, by
        _record(session, "terms.published", row.id, by, now, number=row.number, starts=starts.isoformat())
        return row.number


def first_day(session: Session, now: datetime) -> date:
    """Return the first local date from which a new version may hold."""
    return max(today(session, now), newest(session).in_force_from)


def _refuse_early(starts: date, today: date, last: date) -> None:
    if starts < today:
        raise PublishingError(Refusal.PASSED, max(today, last))
    if starts < last:
        raise PublishingError(Refusal.TOO_EARLY, last)


def _held(session: Session, seen: Seen) -> TermsVersion:
    """Return the draft, for this transaction alone; only if nobody changed it since it was seen."""
    lock_terms(session)
    row = session.get(TermsVersion, seen.id, with_for_update=True, populate_existing=True)
    if row is None or row.number is not None:
        raise PublishingError(Refusal.GONE)
    if row.version != seen.version:
        raise PublishingError(Refusal.STALE)
    return row


def _record(session: Session, deed: str, draft_id: int, by: int, now: datetime, **details: object) -> None:
    history.record(session, at=now, by=by, deed=deed, of=("terms", draft_id), details=details)
