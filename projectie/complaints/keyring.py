"""The keys of what is sealed: they lie in the data folder, outside the database and outside backups (R27).

A data key of each complaint is wrapped by the newest of them. A lost key takes nothing away: what it wrapped stays
as it is, and is named. The key for looking up never opens anything: it makes hashes nobody else can make.
"""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from projectie.keys import made_once

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes
MARK = b"K"  # what is sealed begins with it and four figures: which key


class UnreadableError(Exception):
    """No key that is here opens this; `key` names the one that does, where that can be told."""

    def __init__(self, key: str = "") -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys by name, the newest last, and the key for looking up; keys may change while a program works with it."""

    folder: Path
    keys: dict[str, str]
    lookup: str

    @property
    def newest(self) -> str:
        """The name of the key that seals."""
        return max(self.keys)

    def seal(self, plain: bytes, about: str) -> bytes:
        """Return bytes sealed by the newest key; they open again only as what they are `about`."""
        nonce = secrets.token_bytes(NONCE)
        if not is_held(self.folder, self.newest):  # destroyed since; whatever is there now seals
            self.keys.update(_keys(self.folder))
        name = self.newest
        return MARK + name.encode() + nonce + _cipher(self.keys[name]).encrypt(nonce, plain, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """Return the bytes; raise UnreadableError when no key fits, or they are about something else."""
        from cryptography.exceptions import InvalidTag

        name = key_of(sealed)
        if name and name not in self.keys and is_held(self.folder, name):
            self.keys[name] = _read(_path(self.folder, name))
        if name not in self.keys:
            raise UnreadableError(name)
        nonce, kept = sealed[5 : 5 + NONCE], sealed[5 + NONCE :]
        try:
            return bytes(_cipher(self.keys[name]).decrypt(nonce, kept, about.encode()))
        except InvalidTag:
            raise UnreadableError(name) from None

    def named(self, text: str) -> str:
        """Return a hash by which something is found again and from which nobody can tell what it is."""
        return hmac.new(self.lookup.encode(), text.encode(), hashlib.sha256).hexdigest()

    def fingerprint(self, raw: bytes) -> str:
        """Return a hash of bytes that nobody can make without the key."""
        return hmac.new(self.lookup.encode(), raw, hashlib.sha256).hexdigest()


def key_of(sealed: bytes) -> str:
    """Return the name of the key that sealed this; empty for what is no such thing."""
    name = bytes(sealed[1:5])
    return name.decode() if sealed[:1] == MARK and name.isdigit() else ""


def is_held(folder: Path, name: str) -> bool:
    """Return whether the key of that name is there now."""
    return _path(folder, name).exists()


def folder_in(data_dir: Path) -> Path:
    """Return where the keys lie."""
    return data_dir / "keys" / "complaints"


def ring_at(data_dir: Path, *, may_make: bool = True, after: Iterable[str] = ()) -> Ring | None:
    """Return the keys in that data folder, the first made where there are none; None when it may not be made.

    `after` names keys that were here: no other ever has the name of one.
    """
    folder = folder_in(data_dir)
    _take_over(data_dir / "complaints.key", folder)
    names = _names(folder)
    if not names:
        if not may_make:
            return None
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made_once(_path(folder, _following(after)), _new_key)
        names = _names(folder)
    lookup = made_once(folder / "lookup.key", _new_key)
    return Ring(folder, _keys(folder), lookup)


def add_key(ring: Ring, after: Iterable[str] = ()) -> Ring:
    """Return the ring with one more key, the newest; `after` names others that were here."""
    name = _following((ring.newest, *after))
    return Ring(ring.folder, {**ring.keys, name: made_once(_path(ring.folder, name), _new_key)}, ring.lookup)


def drop_others(ring: Ring) -> list[str]:
    """Destroy every key but the newest; return their names. What they sealed cannot be opened any more, in old backups too."""
    others = sorted(set(ring.keys) - {ring.newest})
    for name in others:
        path = _path(ring.folder, name)
        path.write_bytes(secrets.token_bytes(path.stat().st_size))
        path.unlink()
    return others


def _following(names: Iterable[str]) -> str:
    return f"{max((int(name) for name in names), default=0) + 1:04d}"


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.key"


def _keys(folder: Path) -> dict[str, str]:
    return {path.stem: _read(path) for path in _names(folder)}


def _names(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("[0-9][0-9][0-9][0-9].key"))


def _read(path: Path) -> str:
    if os.name != "nt" and path.stat().st_mode & 0o077:
        path.chmod(0o600)  # nobody else on this machine reads it
    return path.read_text(encoding="ascii").strip()


def _take_over(old: Path, folder: Path) -> None:
    """Make the one key of an earlier version the first of the ring; what it hashed is found as before."""
    if not old.exists():
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = old.read_text(encoding="ascii").strip()
    for name in ("lookup.key", "0001.key"):
        made_once(folder / name, lambda: text)
    old.unlink()


def _new_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _cipher(key: str) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(base64.urlsafe_b64decode(key))
