"""Parts on disk: in order, and never more than a block of them in memory, however large the file."""

import hashlib
import io
import os
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from projectie.database import db
from projectie.mail.blob_folder import FolderStore
from projectie.uploads.parts import BLOCK, Parts

LARGE = 32 * BLOCK


class Zeros(io.RawIOBase):
    """A stream that never holds what it gives."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int = -1) -> bytes:
        """Return some of it."""
        given = min(self._left, size)
        self._left -= given
        return bytes(given)


def test_a_large_file_passes_through_little_memory(app: Flask, tmp_path: Path) -> None:
    parts, blobs = Parts(tmp_path / "uploads"), FolderStore(tmp_path / "blobs")
    session = db.session()
    tracemalloc.start()
    part = parts.take(Zeros(LARGE))  # type: ignore[arg-type]
    assert parts.append("key", 0, part) == LARGE
    digest = parts.digest("key")
    blobs.put_file(session, parts.path("key"), digest)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * BLOCK
    assert digest == hashlib.sha256(bytes(LARGE)).hexdigest()
    parts.remove("key")
    assert next(blobs.chunks(digest))[:3] == bytes(3), "waiting for its transaction, and found all the same"
    session.rollback()


@pytest.mark.parametrize("linked", [True, False])
def test_a_file_is_kept_where_the_disk_cannot_link_too(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("another disk")

    if not linked:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    path, blobs, digest = (
        tmp_path / "file",
        FolderStore(tmp_path / "blobs"),
        hashlib.sha256(b"abc").hexdigest(),
    )
    path.write_bytes(b"abc")
    blobs.put_file(db.session(), path, digest)
    blobs.put_file(db.session(), path, digest)
    path.unlink()
    assert blobs.get(digest) == b"abc"
    db.session.rollback()


def test_only_files_of_no_upload_that_are_old_are_swept(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    for name in ("known", "left"):
        parts.path(name).write_bytes(b"x")
    os.utime(parts.path("left"), (1_000, 1_000))
    at = datetime.fromtimestamp(1_000, UTC)
    later = at + timedelta(seconds=1)
    assert parts.sweep({"known"}, later, at) == 0
    assert parts.sweep({"known"}, at, later) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["known"]
