"""Making a backup while the desk runs: the database of one moment first, then every blob it names.

Blobs are only ever added, so what a moment names is there long after it; one that was erased meanwhile ends the
backup, to be asked for again.
"""

import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import inspect, select, union

from projectie.commands.backup import postgresql_copy, sqlite_copy
from projectie.commands.backup.archive import Written
from projectie.commands.backup.copy import Copied
from projectie.commands.backup.failing import RefusedError
from projectie.commands.backup.keys_file import write_keys
from projectie.commands.backup.manifest import Manifest, blob_name
from projectie.commands.named_blobs import NAMED
from projectie.config import ROOT, Settings
from projectie.database import db
from projectie.mail.blobs import BlobStore


def create(path: Path, keys: Path | None, now: datetime) -> dict[str, Any]:
    """Write the backup, and the keys to a file of their own; return what was made. Raises RefusedError."""
    settings: Settings = current_app.config["SETTINGS"]
    if not inspect(db.engine).has_table("alembic_version"):
        raise RefusedError("There is no desk here to make a backup of.")
    db.session.remove()
    with (
        tempfile.TemporaryDirectory(prefix=".projectie-", dir=path.absolute().parent) as folder,
        _copied(settings, Path(folder)) as copy,
        Written.at(path.absolute()) as backup,
    ):
        manifest = _written(backup, copy, now)
    if keys:
        write_keys(keys, settings)
    return _told(path, keys, manifest)


def program_version() -> str:
    """Return the version of this program."""
    described = ROOT / "pyproject.toml"
    if described.exists():
        return str(tomllib.loads(described.read_text("utf-8"))["project"]["version"])
    return metadata.version("projectie")


def _copied(settings: Settings, folder: Path) -> AbstractContextManager[Copied]:
    if db.engine.dialect.name == "sqlite":
        return sqlite_copy.copied(settings, folder)
    return postgresql_copy.copied(folder)


def _written(backup: Written, copy: Copied, now: datetime) -> Manifest:
    at = int(now.timestamp())
    for name, file in copy.files.items():
        backup.add_file(name, file, at)
    missing = tuple(_add_blobs(backup, copy.digests, at))
    manifest = Manifest(
        program=program_version(),
        made_at=now.isoformat(timespec="seconds"),
        database=db.engine.dialect.name,
        revision=copy.revision,
        pieces=backup.pieces,
        columns=copy.columns,
        sequences=copy.sequences,
        missing=missing,
    )
    backup.finish(manifest, at)
    return manifest


def _add_blobs(backup: Written, digests: list[str], at: int) -> Iterator[str]:
    """Add the blobs; yield what is missing or damaged on this desk itself."""
    blobs: BlobStore = current_app.extensions["projectie.blobs"]
    for digest in digests:
        try:
            size = blobs.size(digest)
            piece = backup.add(blob_name(digest), size, blobs.chunks(digest), at)
        except FileNotFoundError as error:
            if not _is_named(digest):
                raise OSError("a file was erased while the backup was made") from error
            yield digest
        else:
            if piece.sha256 != digest:
                yield digest


def _is_named(digest: str) -> bool:
    there = set(inspect(db.engine).get_table_names())
    rows = (select(each.sha256).where(each.sha256 == digest) for each in NAMED if each.__tablename__ in there)
    found = db.session.execute(union(*rows)).first() is not None
    db.session.rollback()
    return found


def _told(path: Path, keys: Path | None, manifest: Manifest) -> dict[str, Any]:
    return {
        "backup": str(path),
        "keys": str(keys) if keys else None,
        "made_at": manifest.made_at,
        "database": manifest.database,
        "revision": manifest.revision,
        "files": len(manifest.pieces),
        "bytes": sum(piece.size for piece in manifest.pieces.values()),
        "missing": list(manifest.missing),
    }
