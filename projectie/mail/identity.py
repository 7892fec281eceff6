"""When two raw mails are the same one (R29): by their bytes, or by id and what stands behind the header."""

from hashlib import sha256

from projectie.mail.findings import Findings
from projectie.mail.letter import Limits
from projectie.mail.opening import read_opening
from projectie.mail.stamps import read_id

_CHUNK = 1 << 20


def content_digest(raw: bytes) -> str:
    """Return the SHA-256, in hex, of the content behind the header.

    Nothing in the header counts. Line ends are the same however they are written, and those at
    the very end do not count at all: servers and pipes add and drop them. Where there is no
    header all is content.
    """
    return identity_of(raw)[1]


def message_id_of(raw: bytes) -> str | None:
    """Return the Message-ID of a raw mail as `parse` would read it, None where it has none."""
    return identity_of(raw)[0]


def identity_of(raw: bytes) -> tuple[str | None, str]:
    """Return both in one reading: the Message-ID and the digest of the content."""
    raw, head = read_opening(raw, Limits(), Findings())
    message_id = read_id(head.field(b"message-id")) if head.raw(b"message-id") is not None else None
    return message_id, _digest(raw, head.body_start)


def _digest(raw: bytes, at: int) -> str:
    view = memoryview(raw)
    end = _without_last_line_ends(raw)
    digest = sha256()
    while at < end:
        stop = min(at + _CHUNK, end)
        if raw[stop - 1] == 0x0D and stop < end and raw[stop] == 0x0A:  # never part CR from LF
            stop += 1
        digest.update(bytes(view[at:stop]).replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
        at = stop
    return digest.hexdigest()


def _without_last_line_ends(raw: bytes) -> int:
    end = len(raw)
    while end:
        start = max(end - _CHUNK, 0)
        if tail := raw[start:end].rstrip(b"\r\n"):
            return start + len(tail)
        end = start
    return 0
