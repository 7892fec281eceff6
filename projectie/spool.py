"""Temporary files that tell nothing: what is too large for memory lies on the disk under a key this process alone has (R27).

Both who keep large requests there ask for such a file: the server in front (`waitress`, answers too) and the reader of
forms (`werkzeug`). A program that is killed leaves bytes that nobody can read, not even whoever has the keys of the desk.
"""

import io
import os
import secrets
import tempfile
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

BLOCK = 16  # bytes of the cipher
SMALL = 512 * 1024  # bytes that stay in memory


class _Sealed(io.RawIOBase):
    """A nameless file; each byte is written once, so that its place in the stream of the cipher is used once."""

    def __init__(self) -> None:
        super().__init__()
        with tempfile.TemporaryFile() as file:
            self.number = os.dup(
                file.fileno()
            )  # a number alone: whoever forgets to close this leaves nothing behind
        self._key = secrets.token_bytes(32)

    def readable(self) -> bool:
        """It is."""
        return True

    writable = seekable = readable

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go somewhere."""
        return os.lseek(self.number, offset, whence)

    def readinto(self, into: "WriteableBuffer") -> int:
        """Read and open what stands here."""
        at = self.tell()
        sealed = os.read(self.number, memoryview(into).nbytes)
        memoryview(into)[: len(sealed)] = self._through(at, sealed)
        return len(sealed)

    def write(self, plain: "ReadableBuffer") -> int:
        """Seal and write, at the end alone: nothing is ever written over."""
        at = self.tell()
        if at != self.seek(0, io.SEEK_END):
            raise io.UnsupportedOperation("a sealed temporary file grows at its end alone")
        return os.write(self.number, self._through(at, bytes(plain)))

    def close(self) -> None:
        """Forget it."""
        if not self.closed:
            os.close(self.number)
        super().close()

    def _through(self, at: int, data: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers import Cipher
        from cryptography.hazmat.primitives.ciphers.algorithms import AES
        from cryptography.hazmat.primitives.ciphers.modes import CTR

        block, into = divmod(at, BLOCK)
        stream = Cipher(AES(self._key), CTR(block.to_bytes(BLOCK, "big"))).encryptor()
        return stream.update(bytes(into) + data)[into:]


def spool() -> IO[bytes]:
    """Return a temporary file that is sealed; it is written to at its end alone."""
    return io.BufferedRandom(_Sealed())


def for_upload(size: int | None) -> IO[bytes]:
    """Return where a file of a form is kept while the request lasts: in memory, or sealed on the disk."""
    return io.BytesIO() if size is not None and size <= SMALL else spool()


def seal_waitress() -> None:
    """Have waitress keep what is large in such files; it has no setting for that."""
    from waitress import buffers

    class SealedBuffer(buffers.TempfileBasedBuffer):  # type: ignore[misc]
        def newfile(self) -> Any:
            return spool()

    buffers.TempfileBasedBuffer = SealedBuffer
