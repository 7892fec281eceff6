"""The worker makes the copies that people asked for: each by one worker, again when that one was killed."""

import hashlib
import logging
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from projectie.clock.now import now as read_clock
from projectie.database import db, transaction
from projectie.in_hand import LEASE, taken
from projectie.live.announce import announce
from projectie.mail.blobs import CHUNK, BlobStore
from projectie.people.models import Person, Role
from projectie.privacy.copying import written
from projectie.privacy.holding import Subject
from projectie.privacy.models import DataExport, ExportState
from projectie.privacy.retention import copies_kept

log = logging.getLogger(__name__)
_STEP = 2.0  # seconds between two words about progress


def make_waiting(blobs: BlobStore, folder: Path, now: datetime) -> int:
    """Make every copy that waits; return how many."""
    made = 0
    while (number := taken(DataExport, now)) is not None:
        try:
            _make(number, blobs, folder, now)
        except Exception:
            log.exception("a copy of data could not be made")
            _settle(number, ExportState.FAILED, now)
            continue
        made += 1
    return made


def expire(blobs: BlobStore, now: datetime) -> int:
    """Let go of the copies that nobody fetched in time."""
    with transaction() as session:
        old = select(DataExport).where(DataExport.state == ExportState.READY, DataExport.expires_at < now)
        gone = list(session.scalars(old.with_for_update()))
        digests = [one.sha256 for one in gone if one.sha256]
        for one in gone:
            one.sha256, one.state = None, ExportState.EXPIRED
    for digest in digests:
        blobs.set_aside(digest)
    return len(gone)


def _make(number: int, blobs: BlobStore, folder: Path, now: datetime) -> None:
    session = db.session()
    export = session.get_one(DataExport, number)
    person = session.get(Person, export.person_id) if export.person_id else None
    asker = session.get_one(Person, export.asked_by_id)
    reader = asker.id if asker.role is Role.CLIENT else None
    subject = Subject(export.person_id, person.email if person else "", export.organisation_id, reader)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="copy-") as place:
        path = Path(place) / "copy.zip"
        progress = _Progress(number)
        with db.engine.connect() as connection, Session(connection) as reading:
            written(reading, blobs, subject, path, progress.told)
        digest = _digest(path)
        blobs.file_ahead(db.session(), path, digest)
        with transaction() as deed:
            blobs.put_file(deed, path, digest)
            row = deed.get_one(DataExport, number, with_for_update=True)
            row.sha256, row.size, row.state = digest, path.stat().st_size, ExportState.READY
            row.done, row.expires_at = row.total, now + copies_kept(deed)
            _tell(deed, row, now)


class _Progress:
    """Tells how far a copy is, not oftener than anybody can read."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._last: datetime | None = None

    def told(self, done: int, total: int) -> None:
        at = read_clock()
        if self._last is not None and (at - self._last).total_seconds() < _STEP:
            return
        self._last = at
        with transaction() as session:
            row = session.get_one(DataExport, self._number)
            row.done, row.total, row.leased_until = done, total, at + LEASE
            _tell(session, row, at)


def _settle(number: int, state: ExportState, now: datetime) -> None:
    with transaction() as session:
        session.execute(update(DataExport).where(DataExport.id == number).values(state=state))
        _tell(session, session.get_one(DataExport, number, populate_existing=True), now)


def _tell(session: Session, row: DataExport, now: datetime) -> None:
    asker = session.get_one(Person, row.asked_by_id)
    announce(session, at=now, kind="export", of=row.id, organisation=asker.organisation_id)


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()
