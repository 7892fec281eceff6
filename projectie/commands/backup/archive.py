"""A backup is one tar file: its pieces, the manifest, and a seal over every byte before it."""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Self

from projectie.commands.backup.failing import RefusedError
from projectie.commands.backup.manifest import NAME, SEAL, Manifest, Piece, from_json, is_ours
from projectie.mail.blobs import CHUNK


class Damaged(RefusedError):  # noqa: N818 (a finding)
    """A backup is not as it was made."""


class _Hashed(io.RawIOBase):
    """Bytes on their way, counted and hashed."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (chunk := next(self._chunks, b"")):
            self._rest += chunk
        taken, self._rest = self._rest[:size], self._rest[size:]
        self.hash.update(taken)
        return taken


class Written:
    """A backup that is being written; it appears under its name once it is whole and on disk."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file = file
        self._path = path
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT)  # noqa: SIM115 - closed by finish
        self.pieces: dict[str, Piece] = {}

    def add(self, name: str, size: int, chunks: Iterable[bytes], at: int) -> Piece:
        """Add a piece as it comes."""
        hashed = _Hashed(chunks)
        self._tar.addfile(_entry(name, size, at), hashed)
        self.pieces[name] = Piece(hashed.hash.hexdigest(), size)
        return self.pieces[name]

    def add_file(self, name: str, path: Path, at: int) -> None:
        """Add a file."""
        self.add(name, path.stat().st_size, _chunks(path), at)

    def finish(self, manifest: Manifest, at: int) -> None:
        """Add the manifest, and the seal over all that stands before it."""
        content = manifest.to_json()
        self._tar.addfile(_entry(NAME, len(content), at), io.BytesIO(content))
        self._file.flush()
        seal = _sum(self._path, self._file.tell()).encode()
        self._tar.addfile(_entry(SEAL, len(seal), at), io.BytesIO(seal))
        self._tar.close()

    @classmethod
    @contextmanager
    def at(cls, path: Path) -> Iterator[Self]:
        """Yield a backup to write; whatever goes wrong, nothing is left behind."""
        partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
        try:
            with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
                yield cls(file, partial)
                file.flush()
                os.fsync(file.fileno())
            _named(partial, path)
        finally:
            partial.unlink(missing_ok=True)


class Read:
    """A backup that was found whole."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar = tar
        self.manifest = manifest

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a piece bit by bit."""
        file = self._tar.extractfile(name)
        while file and (chunk := file.read(CHUNK)):
            yield chunk

    def extract(self, name: str, target: Path) -> None:
        """Write a piece to a file, on disk when this returns; one that lay there may have another name by now."""
        target.unlink(missing_ok=True)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(self.chunks(name))
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def whole(path: Path) -> Iterator[Read]:
    """Yield the backup in that file once every byte was found as it was made; raise Damaged, naming what is not."""
    try:
        tar = tarfile.open(path, mode="r:")  # noqa: SIM115 - closed below
    except (tarfile.TarError, EOFError) as error:
        raise Damaged(f"{path} is no backup, or its very beginning is damaged.") from error
    with tar:
        yield Read(tar, _proved(tar, path))


def _proved(tar: tarfile.TarFile, path: Path) -> Manifest:
    found, last = {}, "its beginning"
    with suppress(tarfile.TarError, EOFError):  # a damaged head: what follows is not found
        for member in tar:
            found[member.name], last = member, member.name
    if SEAL not in found or NAME not in found:
        raise Damaged(f"The backup is damaged or cut off behind {last}: its end is missing.")
    try:
        manifest = from_json(_content(tar, found[NAME]))
    except ValueError as error:
        raise Damaged(f"The backup is damaged in {NAME}, or belongs to a newer version.") from error
    wrong = [name for name, piece in manifest.pieces.items() if not _is_piece(tar, found.get(name), piece)]
    if wrong:
        raise Damaged(f"The backup is damaged: {', '.join(sorted(wrong)[:5])} is not as it was made.")
    if set(found) - {NAME, SEAL} != set(manifest.pieces) or not all(map(is_ours, manifest.pieces)):
        raise Damaged("The backup holds files that its manifest does not name.")
    if _content(tar, found[SEAL]).decode("ascii", "replace") != _sum(path, found[SEAL].offset):
        raise Damaged(f"The backup is damaged between its files, or in {NAME}.")
    _nothing_behind(path, found[SEAL])
    return manifest


def _is_piece(tar: tarfile.TarFile, member: tarfile.TarInfo | None, piece: Piece) -> bool:
    if member is None or not member.isfile() or member.size != piece.size:
        return False
    file, hashed = tar.extractfile(member), hashlib.sha256()
    while file and (chunk := file.read(CHUNK)):
        hashed.update(chunk)
    return hashed.hexdigest() == piece.sha256


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    return file.read() if file else b""


def _nothing_behind(path: Path, seal: tarfile.TarInfo) -> None:
    with path.open("rb") as file:
        file.seek(seal.offset_data + seal.size)
        while chunk := file.read(CHUNK):
            if chunk.strip(b"\0"):
                raise Damaged("The backup is damaged at its end.")


def _sum(path: Path, until: int) -> str:
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while until and (chunk := file.read(min(CHUNK, until))):
            hashed.update(chunk)
            until -= len(chunk)
    return hashed.hexdigest()


def _named(partial: Path, path: Path) -> None:
    """Give it its name, never over another file."""
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        partial.rename(path)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _entry(name: str, size: int, at: int) -> Any:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size, at, 0o600
    return entry
