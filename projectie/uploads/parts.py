"""Files that are being sent, on disk: each part is appended and synced before anybody is told how far it is."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 18  # bytes in memory at once
PART = "part-"  # how the name begins of what is being taken in; an upload itself has its key as name


class Parts:
    """A folder with a file for each upload that is underway."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, key: str) -> Path:
        """Return where the file of an upload lies."""
        return self._folder / key

    def has_room(self, size: int, spare: int) -> bool:
        """Whether the disk takes that many bytes more."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self._folder).free >= size + spare

    def take(self, stream: BinaryIO) -> Path:
        """Write what comes in beside the upload, however slowly it comes, and return where."""
        self._folder.mkdir(parents=True, exist_ok=True)
        taken = self._folder / f"{PART}{secrets.token_hex(8)}"
        try:
            with taken.open("xb") as file:
                shutil.copyfileobj(stream, file, BLOCK)
        except BaseException:
            taken.unlink(missing_ok=True)
            raise
        return taken

    def append(self, key: str, at: int, part: Path) -> int:
        """Append a part behind the first `at` bytes, synced, and return how many bytes it has.

        What lies behind `at` was written by a process that died before it could say so: it is written again.
        """
        path = self.path(key)
        fresh = not path.exists()
        with path.open("xb" if fresh else "r+b") as file, part.open("rb") as source:
            file.truncate(at)
            file.seek(at)
            shutil.copyfileobj(source, file, BLOCK)
            file.flush()
            os.fsync(file.fileno())
            return file.tell() - at

    def head(self, key: str, length: int) -> bytes:
        """Return how the file begins."""
        with self.path(key).open("rb") as file:
            return file.read(length)

    def digest(self, key: str) -> str:
        """Return the SHA-256 of the file, read block by block."""
        hashed = hashlib.sha256()
        with self.path(key).open("rb") as file:
            while block := file.read(BLOCK):
                hashed.update(block)
        return hashed.hexdigest()

    def remove(self, key: str) -> None:
        """Remove the file of an upload, if it is there."""
        self.path(key).unlink(missing_ok=True)

    def sweep(self, known: Collection[str], taken_before: datetime, before: datetime) -> int:
        """Remove files of no upload that nobody wrote to since then, and parts since `taken_before`; return how many."""
        removed = 0
        for path in self._folder.glob("*"):
            since = taken_before if path.name.startswith(PART) else before
            if path.name not in known and path.stat().st_mtime < since.timestamp():
                path.unlink(missing_ok=True)
                removed += 1
        return removed
