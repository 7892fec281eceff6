"""What the value of a setting may be, each checked as it is read; what is wrong is one sentence that names it."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from projectie.bucket import bucket_at
from projectie.keys import made_once
from projectie.mail.ours import SpamSign, spam_signs


class SettingsError(Exception):
    """A setting cannot be used; the message is one sentence naming it."""


class Reader:
    """Reads one setting at a time and says which is wrong."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def __call__(self, name: str) -> str:
        """Return what is set, without spaces around it; empty: nothing."""
        return self._environment.get(name, "").strip()

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """Return a whole number within those bounds."""
        text = self(name) or str(default)
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise SettingsError(f"{name} must be a whole number from {least} to {most}, not “{text}”.")
        return int(text)

    def url(self, name: str, schemes: tuple[str, ...]) -> str:
        """Return an address with one of those schemes and a host; empty: none."""
        text = self(name)
        if text:
            _checked_url(name, text, schemes)
        return text

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """Return one of those words, in capitals; without a value the first."""
        text = self(name).upper() or choices[0]
        if text not in choices:
            raise SettingsError(f"{name} must be one of {', '.join(choices)}, not “{text}”.")
        return text


def _checked_url(name: str, text: str, schemes: tuple[str, ...]) -> None:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(
            f"{name} must start with {' or '.join(f'{s}://' for s in schemes)} and name a host."
        )


def reachable(host: str) -> str:
    """Return the host at which this machine itself reaches a server that listens there."""
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 (compared, not bound)


def base_url(text: str) -> str:
    """Return a scheme and host, without a slash behind it."""
    _checked_url("BASE_URL", text, ("http", "https"))
    if urlsplit(text).path.strip("/") or urlsplit(text).query:
        raise SettingsError("BASE_URL must be a scheme and host only, such as https://desk.example.")
    return text.rstrip("/")


def folder(name: str, text: str) -> Path:
    """Return a folder that is there and can be written, made if need be."""
    path = Path(text).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"{name} names a folder that cannot be made: {path}.") from error
    if not os.access(path, os.W_OK):
        raise SettingsError(f"{name} names a folder that cannot be written: {path}.")
    return path


def address(name: str, text: str) -> str:
    """Return one email address; empty: none."""
    local, at, domain = text.rpartition("@")
    if text and not (local and at and domain and text.isprintable() and " " not in text):
        raise SettingsError(f"{name} must be one email address, not “{text}”.")
    return text


def blob_url(text: str) -> str:
    """Return the address of an object store; empty where files lie in a folder."""
    if not text.startswith("s3://"):
        return ""
    try:
        bucket_at(text)
    except ValueError as error:
        raise SettingsError(f"BLOB_URL {error}") from error
    return text


def blob_dir(text: str, data_dir: Path) -> Path:
    """Return the folder of files, also where a store only passes through it."""
    if text.startswith("s3://"):
        return data_dir / "blobs"
    path = text.removeprefix("file://")
    if "://" in path:
        raise SettingsError("BLOB_URL must be a folder, as a path or file://…, or s3://….")
    return folder("BLOB_URL", path or str(data_dir / "blobs"))


def database_url(text: str) -> str:
    """Return the address of the database as SQLAlchemy wants it."""
    for prefix in ("postgres://", "postgresql://", "postgresql+psycopg://"):
        if text.startswith(prefix):
            return "postgresql+psycopg://" + text.removeprefix(prefix)
    if text.startswith("sqlite:///") and text != "sqlite:///":
        return text
    raise SettingsError("DATABASE_URL must start with sqlite:/// (and name a file) or postgresql://.")


def spam_header(text: str) -> tuple[SpamSign, ...]:
    """Return the headers by which the mail server says that a mail is spam."""
    try:
        return spam_signs(text)
    except ValueError as error:
        raise SettingsError(
            f"SPAM_HEADER must name a header and its value, such as X-Spam-Flag: YES, not “{error}”."
        ) from error


def mollie_key(text: str) -> str:
    """Return a key of Mollie; empty: none."""
    if text and not re.fullmatch(r"(live|test)_\w+", text):
        raise SettingsError("MOLLIE_API_KEY must start with live_ or test_.")  # without it: it is a secret
    return text


def metrics_token(text: str) -> str:
    """Return what a monitor must know; empty: no metrics."""
    if text and (len(text) < 16 or not text.isascii()):
        # Without what was set: it is a secret.
        raise SettingsError("METRICS_TOKEN must have at least 16 characters of ASCII.")
    return text


def secret_key(text: str, data_dir: Path) -> str:
    """Return the key of sessions and links; without one it is made once, in the data folder."""
    key = text or made_once(data_dir / "secret.key", lambda: secrets.token_urlsafe(48))
    if len(key) < 32:
        raise SettingsError("SECRET_KEY must have at least 32 characters.")
    return key
