"""Settings: read once from the environment, checked, then frozen.

A wrong value stops the start with one sentence that names the setting.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from projectie import setting_values as checked
from projectie.mail.ours import Ours, SpamSign, list_names
from projectie.settings import SETTINGS

VIES = next(setting.default for setting in SETTINGS if setting.name == "VIES_URL")
PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent


def found(name: str) -> Path:
    """Return a folder that comes with the program: inside the installed package, or beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else ROOT / name


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
    read = checked.Reader(environment)
    host = read("HOST") or "127.0.0.1"
    port = read.number("PORT", 5000, 1, 65535)
    data_dir = checked.folder("DATA_DIR", read("DATA_DIR") or str(ROOT / "instance"))
    threads = read.number("THREADS", 96, 18, 4096)
    return Settings(
        host=host,
        port=port,
        base_url=checked.base_url(read("BASE_URL") or f"http://{checked.reachable(host)}:{port}"),
        data_dir=data_dir,
        database_url=checked.database_url(
            read("DATABASE_URL") or f"sqlite:///{data_dir / 'projectie.sqlite'}"
        ),
        secret_key=checked.secret_key(read("SECRET_KEY"), data_dir),
        blob_url=checked.blob_url(read("BLOB_URL")),
        blob_dir=checked.blob_dir(read("BLOB_URL"), data_dir),
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
        spam_header=checked.spam_header(read("SPAM_HEADER")),
        own_lists=list_names(read("OWN_LISTS")),
        complaint_trustee=checked.address("COMPLAINT_TRUSTEE", read("COMPLAINT_TRUSTEE")),
        trusted_proxies=read.number("TRUSTED_PROXIES", 0, 0, 10),
        second_factor=read.choice("SECOND_FACTOR", ("OPTIONAL", "STAFF")),
        oidc_issuer=read.url("OIDC_ISSUER", ("https", "http")),
        oidc_client_id=read("OIDC_CLIENT_ID"),
        oidc_client_secret=read("OIDC_CLIENT_SECRET"),
        oidc_domain=read("OIDC_DOMAIN").lower(),
        mollie_api_key=checked.mollie_key(read("MOLLIE_API_KEY")),
        mollie_api_url=read.url("MOLLIE_API_URL", ("http", "https")),
        vies_url="" if read("VIES_URL") == "off" else read.url("VIES_URL", ("https", "http")) or VIES,
        metrics_token=checked.metrics_token(read("METRICS_TOKEN")),
        log_level=read.choice("LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR")),
        threads=threads,
        streams=read.number("STREAMS", threads - 16, 1, threads - 1),
    )


assert {s.name.lower() for s in SETTINGS} == {f.name for f in fields(Settings)} - {"blob_dir"}
