"""A blob as a server streams it: from any byte on, piece by piece, nothing read before it is sent."""

from collections.abc import Iterator
from typing import Self

from projectie.mail.blobs import BlobStore


class BlobReader:
    """The bytes of a blob; werkzeug seeks in it for range requests and closes it."""

    def __init__(self, blobs: BlobStore, digest: str) -> None:
        self._blobs = blobs
        self._digest = digest
        self._at = 0
        self._chunks: Iterator[bytes] | None = None

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        if self._chunks is None:
            self._chunks = self._blobs.chunks(self._digest, self._at)
        chunk = next(self._chunks)
        self._at += len(chunk)
        return chunk

    def seekable(self) -> bool:
        """Whether it can begin anywhere: yes."""
        return True

    def seek(self, at: int) -> None:
        """Go on from that byte."""
        self.close()
        self._at = at

    def tell(self) -> int:
        """Return the byte that comes next."""
        return self._at

    def close(self) -> None:
        """Let go of the file or line."""
        close = getattr(self._chunks, "close", None)
        if close:
            close()
        self._chunks = None
