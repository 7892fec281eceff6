"""Putting a backup back into an empty place: all of it, or the place stays empty.

While it goes on a mark stands in the data folder: no desk opens there, and a restore that was killed is begun again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, inspect, select, text, update

from projectie.commands.backup import postgresql_copy, sqlite_copy
from projectie.commands.backup.archive import Read, whole
from projectie.commands.backup.failing import RefusedError
from projectie.commands.backup.keys_file import put_keys, read_keys
from projectie.commands.backup.manifest import Manifest, blob_name
from projectie.commands.prepare import alone, prepare, unfinished_in
from projectie.config import Settings
from projectie.database import db, transaction
from projectie.mail.blobs import BlobStore
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.restored import AFTER_RESTORE
from projectie.uploads.models import Upload, UploadState

TELLING = (
    "person",
    "organisation",
    "ticket",
    "message",
    "raw_mail",
    "sealed_mail",
    "outgoing_letter",
    "ledger_entry",
)  # a place is empty when none of these has a row


def restore(path: Path, keys: Path | None, now: datetime) -> dict[str, Any]:
    """Put the backup back and bring it up to this version; raise RefusedError or NotPreparedError."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the app itself
    settings: Settings = app.config["SETTINGS"]
    given = read_keys(keys) if keys else {}
    with whole(path) as backup:
        _must_fit(backup.manifest)
        with alone(settings.data_dir / "start.lock"):
            _must_be_empty(settings)
            with _marked(settings):
                put_keys(given, settings)
                _put_back(backup, settings)
    _brought_up(app, settings, now)
    return _told(path, backup.manifest, given)


def _brought_up(app: Flask, settings: Settings, now: datetime) -> None:
    """Bring what was put back up to this version; when that fails the mark stands again, for another try."""
    try:
        prepare(app, at=now)
        _begin_anew(now)
    except BaseException:
        unfinished_in(settings.data_dir).touch()
        raise


def _must_fit(manifest: Manifest) -> None:
    from alembic.script import ScriptDirectory  # large, and needed here alone

    kind = db.engine.dialect.name
    if manifest.database != kind:
        raise RefusedError(f"This backup is of a desk on {manifest.database}; DATABASE_URL names {kind}.")
    scripts = ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())
    if manifest.revision not in {script.revision for script in scripts.walk_revisions()}:
        raise RefusedError(
            f"This backup belongs to a newer version of the program ({manifest.program}, tables {manifest.revision})."
        )


def _must_be_empty(settings: Settings) -> None:
    if unfinished_in(settings.data_dir).exists():
        return  # all that is here came from a restore that was broken off
    there = set(inspect(db.engine).get_table_names())
    for table in TELLING:
        if table in there and db.session.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first():  # noqa: S608
            raise RefusedError(f"This place is not empty: there are rows in {table}. Nothing was changed.")
    db.session.rollback()
    if any(_lying()):
        raise RefusedError("This place is not empty: there are files in BLOB_URL. Nothing was changed.")


@contextmanager
def _marked(settings: Settings) -> Iterator[None]:
    """Mark the place while it is filled; when that fails the files are taken away again, and the mark with them."""
    mark = unfinished_in(settings.data_dir)
    mark.touch()
    try:
        yield
    except BaseException:
        _clear(keep=())
        mark.unlink()
        raise
    mark.unlink()


def _put_back(backup: Read, settings: Settings) -> None:
    """Put the files in place first and the database last: what it names is there when it is."""
    blobs = _store()
    digests = set(backup.manifest.blobs)
    _clear(keep=digests)
    passing = settings.data_dir / "restore.piece"
    try:
        for digest in sorted(digests - set(backup.manifest.missing)):
            backup.extract(blob_name(digest), passing)
            blobs.take_file(passing, digest)
    finally:
        passing.unlink(missing_ok=True)
    if backup.manifest.database == "sqlite":
        sqlite_copy.put_back(backup, settings)
    else:
        postgresql_copy.put_back(backup)


def _clear(*, keep: set[str] | tuple[()]) -> None:
    for name in list(_lying()):
        if name not in keep:
            _store().remove(name)


def _lying() -> Iterator[str]:
    blobs = _store()
    return (lying.name for shelf in blobs.shelves() for lying in blobs.shelf(shelf))


def _begin_anew(now: datetime) -> None:
    """Let files that were being sent begin anew, then whatever rooms have to do."""
    with transaction() as session:
        underway = update(Upload).where(Upload.state == UploadState.UNDERWAY)
        session.execute(underway.values(received=0))
    for deed in AFTER_RESTORE:
        deed(now)


def _store() -> BlobStore:
    store: BlobStore = current_app.extensions["projectie.blobs"]
    return store


def _told(path: Path, manifest: Manifest, keys: dict[str, str]) -> dict[str, Any]:
    waiting = select(func.count(OutgoingLetter.id)).where(OutgoingLetter.state == LetterState.QUEUED)
    letters = db.session.scalar(waiting)
    db.session.rollback()
    return {
        "restored": str(path),
        "made_at": manifest.made_at,
        "files": len(manifest.pieces),
        "keys": sorted(keys),
        "waiting_letters": letters,
        "missing": list(manifest.missing),
    }
