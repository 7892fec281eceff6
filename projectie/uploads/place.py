"""Where this desk receives files, from its settings."""

from flask import current_app

from projectie.uploads.parts import Parts
from projectie.uploads.receiving import Place
from projectie.uploads.rules import Limits


def place() -> Place:
    """Return it; `UPLOADS` of the app's own configuration may be other limits."""
    settings = current_app.config["SETTINGS"]
    return Place(
        Parts(settings.data_dir / "uploads"),
        current_app.extensions["projectie.blobs"],
        current_app.config.get("UPLOADS", Limits()),
        settings.secret_key,
    )
