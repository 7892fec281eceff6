"""One data key for each complaint: everything of it is sealed by that key, and gone with it (R27, R28).

What is sealed is padded, so that lengths say little, and bound to the place it stands in: moved to another
complaint, or to another place in the same one, it does not open.
"""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from projectie.complaints.keyring import NONCE, Ring, UnreadableError

STEP = 512  # bytes: texts are padded to a multiple


@dataclass(frozen=True, slots=True)
class Envelope:
    """The data key of one complaint."""

    number: int
    key: bytes

    def seal(self, about: str, plain: bytes) -> bytes:
        """Return bytes sealed as that part of this complaint."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(self.key).encrypt(nonce, plain, self._bound(about))

    def open(self, about: str, sealed: bytes) -> bytes:
        """Return them; raise UnreadableError for what is not that part of this complaint."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            return bytes(AESGCM(self.key).decrypt(sealed[:NONCE], sealed[NONCE:], self._bound(about)))
        except InvalidTag:
            raise UnreadableError from None

    def seal_data(self, about: str, data: dict[str, Any]) -> bytes:
        """Return data, padded and sealed."""
        plain = json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return self.seal(about, plain.ljust(-(-len(plain) // STEP) * STEP))

    def open_data(self, about: str, sealed: bytes) -> dict[str, Any]:
        """Return data as it was sealed."""
        data: dict[str, Any] = json.loads(self.open(about, sealed).decode("utf-8", "surrogatepass"))
        return data

    def wrapped(self, ring: Ring) -> bytes:
        """Return the data key, wrapped by the newest key of the ring."""
        return ring.seal(self.key, _key_of(self.number))

    def _bound(self, about: str) -> bytes:
        return f"complaint:{self.number}:{about}".encode()


def new_envelope(number: int) -> Envelope:
    """Return an envelope with a fresh data key."""
    return Envelope(number, secrets.token_bytes(32))


def unwrapped(number: int, wrapped: bytes, ring: Ring) -> Envelope:
    """Return the envelope of that complaint; raise UnreadableError, naming the key that is missing."""
    return Envelope(number, ring.open(wrapped, _key_of(number)))


def rewrapped(number: int, wrapped: bytes, ring: Ring) -> bytes:
    """Return the same data key, wrapped by the newest key."""
    return unwrapped(number, wrapped, ring).wrapped(ring)


def _key_of(number: int) -> str:
    return f"key of complaint {number}"
