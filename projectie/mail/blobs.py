"""Bytes kept by their hash: raw mails and attachments.

A blob is written durably in a waiting place before the transaction that names it commits, and put in its final
place after. A program killed in between leaves either a row whose bytes wait (found and put in place at the next
reading) or waiting bytes without a row (nobody was told; swept later). Never a row without bytes.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

CHUNK = 1 << 18  # bytes handed on at once
_PENDING = "blobs waiting for the commit"
_AHEAD = "blobs written ahead of the transaction"


class StoreAwayError(OSError):
    """The store of raw mails and attachments cannot be used now; nothing was changed, ask again."""


@dataclass(frozen=True, slots=True)
class Lying:
    """Something that lies in a store, blob or not; `in_place`: where the blob of its name belongs."""

    name: str
    in_place: bool


class BlobStore(ABC):
    """Where blobs are kept. Whatever it does raises OSError when the store refuses or is away."""

    def put(self, session: Session, content: bytes) -> str:
        """Keep the bytes for the transaction that is open; return their SHA-256."""
        digest = digest_of(content)
        ahead: dict[str, str | None] = session.info.get(_AHEAD, {})
        self._keep(session, ahead[digest] if digest in ahead else self._set_down(digest, content))
        return digest

    def put_file(self, session: Session, path: Path, digest: str) -> None:
        """Keep a file, synced to disk, whose SHA-256 is known, for the transaction that is open; it stays where it is.

        `file_ahead` before it spares the lock the time that a large file takes.
        """
        ahead: dict[str, str | None] = session.info.get(_AHEAD, {})
        self._keep(session, ahead[digest] if digest in ahead else self._set_down_file(digest, path))

    def ahead(self, session: Session, contents: Iterable[bytes]) -> None:
        """Write what the next transaction will keep, where that takes long: nobody waits for a line behind a lock."""
        del contents  # a disk is quick
        session.info.pop(_AHEAD, None)

    def file_ahead(self, session: Session, path: Path, digest: str) -> None:
        """Write a file that the next transaction will keep, before it takes its lock: it may be larger than memory."""
        write_ahead(session, {digest: self._set_down_file(digest, path)})

    def take(self, content: bytes) -> str:
        """Keep the bytes in their final place, outside any transaction; return their SHA-256."""
        digest = digest_of(content)
        waiting = self._set_down(digest, content)
        if waiting:
            self.settle(waiting)
        return digest

    def take_file(self, path: Path, digest: str) -> None:
        """Keep a file, synced to disk, whose SHA-256 is known, in its final place, outside any transaction."""
        waiting = self._set_down_file(digest, path)
        if waiting:
            self.settle(waiting)

    def get(self, digest: str) -> bytes:
        """Return the bytes; raise FileNotFoundError when they were never kept."""
        return b"".join(self.chunks(digest))

    @abstractmethod
    def chunks(self, digest: str, start: int = 0) -> Iterator[bytes]:
        """Open a blob and return its bytes from there on, piece by piece; raise FileNotFoundError."""

    @abstractmethod
    def size(self, digest: str) -> int:
        """Return how many bytes a blob has; raise FileNotFoundError."""

    @abstractmethod
    def set_aside(self, digest: str) -> None:
        """Take bytes that no row names out of their place; they wait, and the sweep removes them.

        So a row that comes to name them in this very moment still finds them.
        """

    @abstractmethod
    def remove(self, digest: str) -> None:
        """Remove a blob that no row names any more, wherever it lies; one that is not there is gone already."""

    @abstractmethod
    def settle(self, waiting: str) -> None:
        """Put waiting bytes in their final place, once a row names them."""

    @abstractmethod
    def sweep(self, before: datetime, named: Container[str]) -> int:
        """Put in place what waits since before that moment and a row names, remove the rest; return how many went."""

    @abstractmethod
    def shelves(self) -> set[str]:
        """Return the names of what lies in the store, waiting bytes apart: two letters of a hash, each."""

    @abstractmethod
    def shelf(self, name: str) -> Iterator[Lying]:
        """Yield everything on a shelf, also what is no blob."""

    @abstractmethod
    def _set_down(self, digest: str, content: bytes) -> str | None:
        """Write bytes durably and return the name they wait under; None where they are in place already."""

    @abstractmethod
    def _set_down_file(self, digest: str, path: Path) -> str | None:
        """Do so with a file, piece by piece."""

    def _keep(self, session: Session, waiting: str | None) -> None:
        if waiting:
            session.info.setdefault(_PENDING, {})[self, waiting] = None


def write_ahead(session: Session, written: dict[str, str | None]) -> None:
    """Note what was written ahead of the next transaction; what was noted before counts no more."""
    session.info[_AHEAD] = written


def digest_of(content: bytes) -> str:
    """Return the name bytes are kept under."""
    return hashlib.sha256(content).hexdigest()


def place_of(digest: str) -> str:
    """Return where a blob belongs, two levels deep by the first letters of its hash."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    session.info.pop(_AHEAD, None)
    for store, waiting in session.info.pop(_PENDING, ()):
        store.settle(waiting)


@event.listens_for(Session, "after_rollback")
def _rolled_back(session: Session) -> None:
    session.info.pop(_PENDING, None)
