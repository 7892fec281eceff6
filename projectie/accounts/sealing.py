"""The secrets of apps are sealed before they touch a disk; the key lies in the data folder, outside the database."""

from flask import current_app

from projectie.keys import made_once


def seal(secret: str) -> bytes:
    """Return a secret, sealed."""
    from cryptography.fernet import Fernet  # few pages need it

    return Fernet(_key()).encrypt(secret.encode())


def opened(sealed: bytes) -> str | None:
    """Return it as it was; None when another key sealed it."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(_key()).decrypt(bytes(sealed)).decode()
    except InvalidToken:
        return None


def _key() -> str:
    from cryptography.fernet import Fernet

    path = current_app.config["SETTINGS"].data_dir / "accounts.key"
    return made_once(path, lambda: Fernet.generate_key().decode())
