"""Imports by the page: a file is kept, the worker brings it in, the report stays (M10)."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.clock.now import now as read_clock
from projectie.database import MissingError, db, transaction
from projectie.imports.items import Ground
from projectie.imports.models import ImportRun, ImportState
from projectie.imports.running import bring_all
from projectie.imports.sources import READERS, Source
from projectie.in_hand import LEASE, taken
from projectie.live.announce import announce
from projectie.mail.blobs import BlobStore, digest_of
from projectie.mail.letter import Limits

log = logging.getLogger(__name__)
KEPT = timedelta(days=3)  # so long a file waits to be brought in after a dry run
MOST = 20
OPEN = (ImportState.WAITING, ImportState.RUNNING)
_STEP = 25  # items between two words about progress


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was sent."""

    source: Source
    filename: str
    content: bytes


def ask(file: File, by: int, blobs: BlobStore, now: datetime, *, dry: bool) -> int:
    """Keep a file to be brought in, or (dry) to be told what would happen; return the number of the import."""
    total = sum(1 for _ in _readable(file))
    with transaction() as session:
        digest = blobs.put(session, file.content)
        row = _row(file.source, file.filename, digest, len(file.content), by, now, dry=dry)
        row.total = total
        return _kept(session, row)


def again(number: int, by: int, now: datetime) -> int:
    """Bring in what a dry run told about; raise MissingError when its file is gone."""
    with transaction() as session:
        dry = session.get(ImportRun, number, with_for_update=True)
        if dry is None or not dry.dry or dry.sha256 is None or dry.state is not ImportState.DONE:
            raise MissingError("import")
        digest, dry.sha256 = dry.sha256, None  # a second click finds nothing to bring in
        row = _row(Source(dry.source), dry.filename, digest, dry.size, by, now, dry=False)
        row.total = dry.total
        return _kept(session, row)


def runs(session: Session) -> tuple[ImportRun, ...]:
    """Return the newest imports."""
    return tuple(session.scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(MOST)))


def run_waiting(blobs: BlobStore, limits: Limits, now: datetime) -> int:
    """Bring in every file that waits; return how many."""
    done = 0
    while (number := taken(ImportRun, now)) is not None:
        try:
            _run(number, blobs, limits, now)
        except Exception:
            log.exception("an import broke off")
            _settle(number, ImportState.FAILED, now)
            continue
        done += 1
    return done


def expire(blobs: BlobStore, now: datetime) -> int:
    """Let go of files that nobody brought in after a dry run."""
    with transaction() as session:
        old = select(ImportRun).where(ImportRun.sha256.is_not(None), ImportRun.at < now - KEPT)
        gone = list(session.scalars(old.where(ImportRun.state.not_in(OPEN)).with_for_update()))
        digests = [row.sha256 for row in gone if row.sha256]
        for row in gone:
            row.sha256 = None
    for digest in digests:
        blobs.set_aside(digest)
    return len(digests)


def _readable(file: File) -> list[object]:
    try:
        return list(READERS[file.source](file.content))
    except ValueError:  # the worker tells what is wrong with it
        return []


def _row(
    source: Source, filename: str, digest: str, size: int, by: int, now: datetime, *, dry: bool
) -> ImportRun:
    return ImportRun(
        source=source.value,
        filename=filename[:200],
        dry=dry,
        by_id=by,
        at=now,
        state=ImportState.WAITING,
        done=0,
        total=0,
        leased_until=None,
        attempts=0,
        sha256=digest,
        size=size,
        counts={},
        lines=[],
    )


def _kept(session: Session, row: ImportRun) -> int:
    session.add(row)
    session.flush()
    if not row.dry:
        of, details = ("import", row.id), {"source": row.source}
        history.record(session, at=row.at, by=row.by_id, deed="data.imported", of=of, details=details)
    announce(session, at=row.at, kind="export", of=row.id, by=row.by_id)
    return row.id


def _run(number: int, blobs: BlobStore, limits: Limits, now: datetime) -> None:
    row = db.session.get_one(ImportRun, number, populate_existing=True)
    content, source, dry = blobs.get(row.sha256 or ""), Source(row.source), row.dry
    ground = Ground(blobs, row.by_id, now, limits)

    def told(done: int) -> None:
        if done % _STEP == 0:
            _progress(number, done)

    report = bring_all(READERS[source](content), ground, dry=dry, told=told)
    with transaction() as session:
        row = session.get_one(ImportRun, number, populate_existing=True)
        row.counts, row.lines = report.counts, report.lines
        row.state, row.done = ImportState.DONE, row.total
        row.sha256 = row.sha256 if dry else None
        announce(session, at=now, kind="export", of=number)
    if not dry:
        blobs.set_aside(digest_of(content))


def _progress(number: int, done: int) -> None:
    at = read_clock()
    with transaction() as session:
        row = session.get_one(ImportRun, number)
        row.done, row.leased_until = done, at + LEASE
        announce(session, at=at, kind="export", of=number)


def _settle(number: int, state: ImportState, now: datetime) -> None:
    with transaction() as session:
        session.get_one(ImportRun, number).state = state
        announce(session, at=now, kind="export", of=number)
