"""Blobs in a folder of this machine."""

import os
import secrets
import shutil
from collections.abc import Container, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from projectie.mail.blobs import CHUNK, BlobStore, Lying, place_of


class FolderStore(BlobStore):
    """A folder of blobs; what waits lies in a folder beside them."""

    def __init__(self, folder: Path, *, synced: bool = True) -> None:
        self._folder = folder
        self._waiting = folder / "waiting"
        self._synced = synced  # a demo desk does not wait for the disk

    def _set_down(self, digest: str, content: bytes) -> str | None:
        if self._final(digest).exists():
            return None
        self._write(self._waiting / digest, content)
        return digest

    def _set_down_file(self, digest: str, path: Path) -> str | None:
        """Link the file where the disk can, else copy it; whoever made it synced it."""
        if self._final(digest).exists():
            return None
        fresh = self._waiting / f"{digest}.{secrets.token_hex(6)}"
        self._waiting.mkdir(parents=True, exist_ok=True)
        try:
            fresh.hardlink_to(path)
            os.utime(fresh)  # it waits since now: the sweep looks at that
        except FileNotFoundError:
            raise
        except OSError:
            self._copy(path, fresh)
        fresh.replace(self._waiting / digest)
        self._sync_folder(self._waiting)
        return digest

    def path(self, digest: str) -> Path:
        """Return where the bytes are, putting them in place if a killed program left them waiting."""
        final = self._final(digest)
        if not final.exists() and (self._waiting / digest).exists():
            self.settle(digest)
        return final

    def chunks(self, digest: str, start: int = 0) -> Iterator[bytes]:
        """Open the file and return its bytes from there on."""
        file = self.path(digest).open("rb")
        file.seek(start)
        return _read(file)

    def size(self, digest: str) -> int:
        """Return the size of the file."""
        return self.path(digest).stat().st_size

    def remove(self, digest: str) -> None:
        """Remove the file."""
        for path in (self._final(digest), self._waiting / digest):
            path.unlink(missing_ok=True)

    def shelves(self) -> set[str]:
        """Return the names of what lies in the folder, waiting bytes apart."""
        return {path.name for path in self._folder.iterdir()} - {self._waiting.name}

    def shelf(self, name: str) -> Iterator[Lying]:
        """Yield every file on a shelf, also one that is no blob."""
        shelf = self._folder / name
        found = shelf.rglob("*") if shelf.is_dir() else (shelf,)
        yield from (Lying(path.name, path == self._final(path.name)) for path in found if path.is_file())

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
        return self._folder / place_of(digest)

    def settle(self, waiting: str) -> None:
        """Put waiting bytes in their final place, once a row names them.

        Nobody waits for the disk here: whichever of the two places a power cut leaves them in, they are found.
        """
        final = self._final(waiting)
        try:
            _move(self._waiting / waiting, final)
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

    def _copy(self, path: Path, fresh: Path) -> None:
        fresh.unlink(missing_ok=True)
        with path.open("rb") as source, _opened(fresh) as file:
            shutil.copyfileobj(source, file, CHUNK)
            file.flush()
            if self._synced:
                os.fsync(file.fileno())

    def _sync_folder(self, folder: Path) -> None:
        if not self._synced or os.name == "nt":
            return  # Windows syncs a folder with its files
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


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
