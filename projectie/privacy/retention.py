"""How long each kind of data is kept, and the nightly round that removes what is older."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.clock.zone import moment_of
from projectie.database import db, transaction
from projectie.mail.blobs import BlobStore
from projectie.one_by_one import one_by_one
from projectie.privacy.kinds import COPIES, EVENTS, FEWEST, KINDS, Kind
from projectie.privacy.models import RetentionRule, RetentionRun
from projectie.terms.in_force import studio_facts, today

NIGHT = time(3)  # local; the busiest hour is far
MOST = 30  # runs of the report
_AGES = 9_000
_STEP = 500
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SHIPPED: Mapping[str, int] = json.loads(Path(__file__).with_name("retention.json").read_text("utf-8"))


def days_of(session: Session) -> dict[str, int]:
    """Return for each kind how many days it is kept: as a manager chose, else as the program came."""
    chosen = dict(session.execute(select(RetentionRule.kind, RetentionRule.days)).all())
    return {kind: chosen.get(kind, days) for kind, days in SHIPPED.items()}


def set_days(wanted: Mapping[str, int], by: int, now: datetime) -> None:
    """Keep how long each kind is kept from now on; below what the kind needs it is not shortened."""
    with transaction() as session:
        before = days_of(session)
        changed = {
            kind: max(days, FEWEST[kind])
            for kind, days in wanted.items()
            if kind in before and days != before[kind]
        }
        for kind, days in changed.items():
            session.merge(RetentionRule(kind=kind, days=days, changed_at=now, changed_by_id=by))
        if changed:
            details = {"fields": sorted(changed)}
            history.record(
                session, at=now, by=by, deed="retention.changed", of=("retention", 1), details=details
            )


def would_go(session: Session, now: datetime) -> dict[str, int]:
    """Return how much of each kind the next round removes; nothing is changed."""
    days = days_of(session)
    return {
        kind.key: session.scalar(
            select(func.count()).select_from(kind.found(_before(now, days[kind.key])).subquery())
        )
        or 0
        for kind in KINDS
    }


def run(blobs: BlobStore, now: datetime, by: int | None = None) -> dict[str, int]:
    """Remove what is older than it may be, note how much, and return that; one kind that fails keeps no other."""
    days, removed = days_of(db.session()), {}

    def clear(kind: Kind) -> int:
        removed[kind.key] = _cleared(kind, _before(now, days[kind.key]), blobs, now)
        return removed[kind.key]

    one_by_one(KINDS, clear)
    with transaction() as session:
        session.add(RetentionRun(at=now, by_id=by, removed=removed))
        if by is not None:
            history.record(session, at=now, by=by, deed="retention.run", of=("retention", 1))
    return removed


def run_nightly(blobs: BlobStore, now: datetime) -> int:
    """Do so once a night, after three o'clock at the studio."""
    session = db.session()
    begin = moment_of(datetime.combine(today(session, now), NIGHT), ZoneInfo(studio_facts(session).zone))
    done = select(RetentionRun.id).where(RetentionRun.by_id.is_(None), RetentionRun.at >= begin)
    if now < begin or session.scalar(done.limit(1)) is not None:
        return 0
    return sum(run(blobs, now).values())


def runs(session: Session) -> tuple[RetentionRun, ...]:
    """Return the last rounds, the newest first."""
    return tuple(session.scalars(select(RetentionRun).order_by(RetentionRun.id.desc()).limit(MOST)))


def events_kept(session: Session) -> timedelta:
    """Return how long a signal to open browsers is kept."""
    return timedelta(days=days_of(session)[EVENTS])


def copies_kept(session: Session) -> timedelta:
    """Return how long a copy waits for whoever asked for it."""
    return timedelta(days=days_of(session)[COPIES])


def _before(now: datetime, days: int) -> datetime:
    return max(now - timedelta(days=min(days, _AGES)), _LONG_AGO)


def _cleared(kind: Kind, before: datetime, blobs: BlobStore, now: datetime) -> int:
    """Clear a kind in steps, so that nobody waits long for the lock; bytes go after each step is committed."""
    many = 0
    while True:
        with transaction() as session:
            ids = list(session.scalars(kind.found(before).limit(_STEP)))
            digests = kind.remove(session, ids, now) if ids else set[str]()
        for digest in sorted(digests):
            blobs.set_aside(digest)
        many += len(ids)
        if len(ids) < _STEP:
            return many
