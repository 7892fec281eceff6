"""Settings: read once from the environment, checked, then frozen.

A wrong value stops the start with one sentence that names the setting.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from projectie.bucket import bucket_at
from projectie.keys import made_once
from projectie.mail.ours import Ours, SpamSign, list_names, spam_signs
from projectie.settings import SETTINGS

VIES = next(setting.default for setting in SETTINGS if setting.name == "VIES_URL")
PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent


def found(name: str) -> Path:
    """Return a folder that comes with the program: inside the installed package, or beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else ROOT / name


class SettingsError(Exception):
    """A setting cannot be used; the message is one sentence naming it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, typed."""

    host: str
    port: int
    base_url: str
    data_dir: Path
    database_url: str
    secret_key: str
    blob_url: str  # of an object store; empty: they lie in blob_dir
    blob_dir: Path
    smtp_url: str
    imap_url: str
    imap_url_urgent: str
    imap_url_info: str
    mail_oauth_token_url: str
    mail_oauth_client_id: str
    mail_oauth_client_secret: str
    mail_oauth_refresh_token: str
    authserv_id: str
    mail_max_bytes: int
    mail_max_parts: int
    mail_max_depth: int
    spam_header: tuple[SpamSign, ...]
    own_lists: frozenset[str]
    complaint_trustee: str
    trusted_proxies: int
    second_factor: str  # OPTIONAL or STAFF
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    oidc_domain: str
    mollie_api_key: str
    mollie_api_url: str
    vies_url: str  # empty: switched off
    metrics_token: str  # empty: no metrics
    log_level: str
    threads: int
    streams: int

    @property
    def base_host(self) -> str:
        """The host name of BASE_URL."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def ours(self) -> Ours:
        """What parsing a mail must know of the studio's own mail server and lists."""
        return Ours(self.spam_header, self.own_lists)

    @property
    def secure(self) -> bool:
        """Whether people reach the desk over TLS."""
        return self.base_url.startswith("https://")


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of that environment; raise SettingsError naming the first wrong one."""
    read = _Reader(environment)
    host = read("HOST") or "127.0.0.1"
    port = read.number("PORT", 5000, 1, 65535)
    data_dir = _folder("DATA_DIR", read("DATA_DIR") or str(ROOT / "instance"))
    threads = read.number("THREADS", 96, 18, 4096)
    return Settings(
        host=host,
        port=port,
        base_url=_base_url(read("BASE_URL") or f"http://{_reachable(host)}:{port}"),
        data_dir=data_dir,
        database_url=_database_url(read("DATABASE_URL") or f"sqlite:///{data_dir / 'projectie.sqlite'}"),
        secret_key=_secret_key(read("SECRET_KEY"), data_dir),
        blob_url=_blob_url(read("BLOB_URL")),
        blob_dir=_blob_dir(read("BLOB_URL"), data_dir),
        smtp_url=read.url("SMTP_URL", ("smtp", "smtps")),
        imap_url=read.url("IMAP_URL", ("imap", "imaps")),
        imap_url_urgent=read.url("IMAP_URL_URGENT", ("imap", "imaps")),
        imap_url_info=read.url("IMAP_URL_INFO", ("imap", "imaps")),
        mail_oauth_token_url=read.url("MAIL_OAUTH_TOKEN_URL", ("https", "http")),
        mail_oauth_client_id=read("MAIL_OAUTH_CLIENT_ID"),
        mail_oauth_client_secret=read("MAIL_OAUTH_CLIENT_SECRET"),
        mail_oauth_refresh_token=read("MAIL_OAUTH_REFRESH_TOKEN"),
        authserv_id=read("AUTHSERV_ID").lower(),
        mail_max_bytes=read.number("MAIL_MAX_BYTES", 100_000_000, 100_000, 1_000_000_000),
        mail_max_parts=read.number("MAIL_MAX_PARTS", 1000, 10, 10_000),
        mail_max_depth=read.number("MAIL_MAX_DEPTH", 20, 1, 100),
        spam_header=_spam_header(read("SPAM_HEADER")),
        own_lists=list_names(read("OWN_LISTS")),
        complaint_trustee=_address("COMPLAINT_TRUSTEE", read("COMPLAINT_TRUSTEE")),
        trusted_proxies=read.number("TRUSTED_PROXIES", 0, 0, 10),
        second_factor=read.choice("SECOND_FACTOR", ("OPTIONAL", "STAFF")),
        oidc_issuer=read.url("OIDC_ISSUER", ("https", "http")),
        oidc_client_id=read("OIDC_CLIENT_ID"),
        oidc_client_secret=read("OIDC_CLIENT_SECRET"),
        oidc_domain=read("OIDC_DOMAIN").lower(),
        mollie_api_key=_mollie_key(read("MOLLIE_API_KEY")),
        mollie_api_url=read.url("MOLLIE_API_URL", ("http", "https")),
        vies_url="" if read("VIES_URL") == "off" else read.url("VIES_URL", ("https", "http")) or VIES,
        metrics_token=_metrics_token(read("METRICS_TOKEN")),
        log_level=read.choice("LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR")),
        threads=threads,
        streams=read.number("STREAMS", threads - 16, 1, threads - 1),
    )


class _Reader:
    """Reads one setting at a time and says which is wrong."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def __call__(self, name: str) -> str:
        return self._environment.get(name, "").strip()

    def number(self, name: str, default: int, least: int, most: int) -> int:
        text = self(name) or str(default)
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise SettingsError(f"{name} must be a whole number from {least} to {most}, not “{text}”.")
        return int(text)

    def url(self, name: str, schemes: tuple[str, ...]) -> str:
        text = self(name)
        if text:
            _checked_url(name, text, schemes)
        return text

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
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


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 (compared, not bound)


def _base_url(text: str) -> str:
    _checked_url("BASE_URL", text, ("http", "https"))
    if urlsplit(text).path.strip("/") or urlsplit(text).query:
        raise SettingsError("BASE_URL must be a scheme and host only, such as https://desk.example.")
    return text.rstrip("/")


def _folder(name: str, text: str) -> Path:
    folder = Path(text).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"{name} names a folder that cannot be made: {folder}.") from error
    if not os.access(folder, os.W_OK):
        raise SettingsError(f"{name} names a folder that cannot be written: {folder}.")
    return folder


def _address(name: str, text: str) -> str:
    local, at, domain = text.rpartition("@")
    if text and not (local and at and domain and text.isprintable() and " " not in text):
        raise SettingsError(f"{name} must be one email address, not “{text}”.")
    return text


def _blob_url(text: str) -> str:
    if not text.startswith("s3://"):
        return ""
    try:
        bucket_at(text)
    except ValueError as error:
        raise SettingsError(f"BLOB_URL {error}") from error
    return text


def _blob_dir(text: str, data_dir: Path) -> Path:
    if text.startswith("s3://"):
        return data_dir / "blobs"
    path = text.removeprefix("file://")
    if "://" in path:
        raise SettingsError("BLOB_URL must be a folder, as a path or file://…, or s3://….")
    return _folder("BLOB_URL", path or str(data_dir / "blobs"))


def _database_url(text: str) -> str:
    for prefix in ("postgres://", "postgresql://", "postgresql+psycopg://"):
        if text.startswith(prefix):
            return "postgresql+psycopg://" + text.removeprefix(prefix)
    if text.startswith("sqlite:///") and text != "sqlite:///":
        return text
    raise SettingsError("DATABASE_URL must start with sqlite:/// (and name a file) or postgresql://.")


def _spam_header(text: str) -> tuple[SpamSign, ...]:
    try:
        return spam_signs(text)
    except ValueError as error:
        raise SettingsError(
            f"SPAM_HEADER must name a header and its value, such as X-Spam-Flag: YES, not “{error}”."
        ) from error


def _mollie_key(text: str) -> str:
    if text and not re.fullmatch(r"(live|test)_\w+", text):
        raise SettingsError("MOLLIE_API_KEY must start with live_ or test_.")  # without it: it is a secret
    return text


def _metrics_token(text: str) -> str:
    if text and (len(text) < 16 or not text.isascii()):
        raise SettingsError(
            "METRICS_TOKEN must have at least 16 characters of ASCII."
        )  # without it: a secret
    return text


def _secret_key(text: str, data_dir: Path) -> str:
    key = text or made_once(data_dir / "secret.key", lambda: secrets.token_urlsafe(48))
    if len(key) < 32:
        raise SettingsError("SECRET_KEY must have at least 32 characters.")
    return key


assert {s.name.lower() for s in SETTINGS} == {f.name for f in fields(Settings)} - {"blob_dir"}
