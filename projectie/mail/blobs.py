"""Bytes kept by their hash: raw mails and attachments.

A blob is written and synced in a waiting place before the transaction that names it commits, and put in its
final place after. A program killed in between leaves either a row whose bytes wait (found and put in place
at the next reading) or waiting bytes without a row (nobody was told; swept later). Never a row without bytes.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Container, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import event
from sqlalchemy.orm import Session

_PENDING = "blobs waiting for the commit"
_BLOCK = 1 << 18  # bytes in memory at once


class BlobStore:
    """A folder of blobs, two levels deep by the first letters of their hash."""

    def __init__(self, folder: Path, *, synced: bool = True) -> None:
        self._folder = folder
        self._waiting = folder / "waiting"
        self._synced = synced  # a demo desk does not wait for the disk

    def put(self, session: Session, content: bytes) -> str:
        """Keep the bytes, synced to disk, for the transaction that is open; return their SHA-256.

        Raises OSError when the disk refuses.
        """
        digest = hashlib.sha256(content).hexdigest()
        if self._final(digest).exists():
            return digest
        self._write(self._waiting / digest, content)
        session.info.setdefault(_PENDING, []).append((self, digest))
        return digest

    def put_file(self, session: Session, path: Path, digest: str) -> None:
        """Keep a file whose SHA-256 is known, for the transaction that is open; the file itself stays where it is.

        Linked where the disk can, else copied block by block: it may be larger than the memory. It must be synced.
        """
        waiting = self._waiting / digest
        if self._final(digest).exists():
            return
        if not waiting.exists():
            fresh = waiting.with_name(f"{digest}.{secrets.token_hex(6)}")
            fresh.parent.mkdir(parents=True, exist_ok=True)
            try:
                fresh.hardlink_to(path)
            except OSError:
                with path.open("rb") as source, fresh.open("xb") as file:
                    shutil.copyfileobj(source, file, _BLOCK)
                    file.flush()
                    os.fsync(file.fileno())
            fresh.replace(waiting)
            self._sync_folder(self._waiting)
        session.info.setdefault(_PENDING, []).append((self, digest))

    def open(self, digest: str) -> BinaryIO:
        """Return the bytes as a file to read from; raise FileNotFoundError when they were never kept."""
        return self.path(digest).open("rb")

    def get(self, digest: str) -> bytes:
        """Return the bytes; raise FileNotFoundError when they were never kept."""
        return self.path(digest).read_bytes()

    def path(self, digest: str) -> Path:
        """Return where the bytes are, putting them in place if a killed program left them waiting."""
        final = self._final(digest)
        if not final.exists() and (self._waiting / digest).exists():
            self.settle(digest)
        return final

    def shelves(self) -> set[str]:
        """Return the names of what lies in the folder, waiting bytes apart: two letters of a hash, each."""
        return {path.name for path in self._folder.iterdir()} - {self._waiting.name}

    def shelf(self, name: str) -> Iterator[Path]:
        """Yield every file on a shelf, also one that is no blob."""
        shelf = self._folder / name
        found = shelf.rglob("*") if shelf.is_dir() else (shelf,)
        yield from (path for path in found if path.is_file())

    def is_in_place(self, path: Path) -> bool:
        """Return whether a file lies where the blob of its name belongs."""
        return path == self._final(path.name)

    def sweep(self, before: datetime, named: Container[str]) -> int:
        """Put in place what waits since before that moment and a row names, remove the rest; return how many went."""
        removed = 0
        for path in self._waiting.glob("*"):
            if path.stat().st_mtime >= before.timestamp():
                continue
            if path.name in named:
                self.settle(path.name)
            else:
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def _final(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest[2:4] / digest

    def settle(self, digest: str) -> None:
        """Put waiting bytes in their final place, once a row names them.

        Nobody waits for the disk here: whichever of the two places a power cut leaves them in, they are found.
        """
        final, waiting = self._final(digest), self._waiting / digest
        try:
            _move(waiting, final)
        except FileNotFoundError:
            if not final.exists():
                raise

    def _write(self, target: Path, content: bytes) -> None:
        fresh = target.with_name(f"{target.name}.{secrets.token_hex(6)}")
        with _opened(fresh) as file:
            file.write(content)
            file.flush()
            if self._synced:
                os.fsync(file.fileno())
        fresh.replace(target)
        self._sync_folder(target.parent)

    def _sync_folder(self, folder: Path) -> None:
        if not self._synced or os.name == "nt":
            return  # Windows syncs a folder with its files
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# A folder is made when it turns out to be missing: almost always it is there.
def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("xb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


def _move(path: Path, to: Path) -> None:
    """Move a file, at once, also over an equal one; raise FileNotFoundError when it is not there."""
    try:
        path.replace(to)
    except FileNotFoundError:
        to.parent.mkdir(parents=True, exist_ok=True)
        path.replace(to)


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    for store, digest in session.info.pop(_PENDING, ()):
        store.settle(digest)


@event.listens_for(Session, "after_rollback")
def _rolled_back(session: Session) -> None:
    session.info.pop(_PENDING, None)
