"""The mail server that letters leave by, as the settings name it."""

from flask import current_app

from projectie.clock.now import now
from projectie.config import Settings
from projectie.mail.blobs import BlobStore
from projectie.mail.oauth import Tokens
from projectie.mail.transport import Smtp

tokens = Tokens(now)


def transport() -> Smtp | None:
    """Return the mail server; None while none is set: then letters stay in the local outbox."""
    settings: Settings = current_app.config["SETTINGS"]
    return Smtp.of(settings, tokens) if settings.smtp_url else None


def read_blob(digest: str) -> bytes:
    """Return what a letter encloses."""
    store: BlobStore = current_app.extensions["projectie.blobs"]
    return store.get(digest)
