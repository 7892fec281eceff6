"""Secrets are sealed before they touch a disk; the key lies in the data folder, outside the database."""

import json
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from projectie.keys import made_once


class Lock:
    """The key of this desk's secrets."""

    def __init__(self, data_dir: Path) -> None:
        self._fernet = Fernet(made_once(data_dir / "whispers.key", lambda: Fernet.generate_key().decode()))

    def seal(self, texts: dict[str, str]) -> bytes:
        """Return texts, sealed; padded, so that the length of a secret says nothing of it."""
        plain = json.dumps(texts).encode()
        return self._fernet.encrypt(plain.ljust(-(-len(plain) // 256) * 256))

    def open(self, sealed: bytes) -> dict[str, str] | None:
        """Return them as they were; None when another key sealed them."""
        try:
            texts: dict[str, str] = json.loads(self._fernet.decrypt(bytes(sealed)))
        except InvalidToken:
            return None
        return texts


def lock() -> Lock:
    """Return the lock of this desk, its key made on first need."""
    return Lock(current_app.config["SETTINGS"].data_dir)
