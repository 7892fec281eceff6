"""The database of a desk on SQLite: copied while it is in use, and put back as one file."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url

from projectie.commands.backup.archive import Read
from projectie.commands.backup.copy import Copied
from projectie.commands.backup.failing import as_of_database
from projectie.commands.named_blobs import NAMED
from projectie.config import Settings
from projectie.database import db

FILE = "database/projectie.sqlite"


@contextmanager
def copied(settings: Settings, folder: Path) -> Iterator[Copied]:
    """Copy the database as it is at one moment; others go on writing meanwhile."""
    copy = folder / "projectie.sqlite"
    with as_of_database(), closing(sqlite3.connect(copy, isolation_level=None)) as target:
        with closing(sqlite3.connect(_file(settings), timeout=5, isolation_level=None)) as source:
            source.execute("BEGIN")
            source.execute(
                "SELECT count(*) FROM sqlite_master"
            )  # the moment begins, or it is locked and we hear so
            source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself
        (revision,) = target.execute("SELECT version_num FROM alembic_version").fetchone()
        there = {name for (name,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        named = " UNION ".join(
            f"SELECT sha256 FROM {model.__tablename__} WHERE sha256 <> ''"  # noqa: S608 - our own; none: let go of
            for model in NAMED
            if model.__tablename__ in there
        )
        digests = [digest for (digest,) in target.execute(f"{named} ORDER BY sha256")]
    yield Copied(revision, digests, {FILE: copy})


def put_back(backup: Read, settings: Settings) -> None:
    """Put the database in its place, whole or not at all."""
    place = _file(settings)
    fresh = place.with_name(f"{place.name}.restoring")
    try:
        backup.extract(FILE, fresh)
        db.session.remove()
        db.engine.dispose()
        for left in ("-wal", "-shm"):  # of the empty one that lay here
            place.with_name(place.name + left).unlink(missing_ok=True)
        fresh.replace(place)
        _sync(place.parent)
    finally:
        fresh.unlink(missing_ok=True)


def _file(settings: Settings) -> Path:
    return Path(make_url(settings.database_url).database or "").resolve()


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return
    with suppress(OSError):  # it is in place already
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
