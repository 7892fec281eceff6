"""Where this desk receives files, from its settings."""

from typing import Any

from flask import current_app

from projectie.context import size_in_words
from projectie.mail.programs import PROGRAMS
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


def limits_in_words() -> dict[str, Any]:
    """Return what a page says of the files that are taken."""
    limits = place().limits
    sizes = {name: size_in_words(getattr(limits, name)) for name in ("file", "link", "plain")}
    return {"limits": limits, "sizes": sizes, "programs": sorted(PROGRAMS)}
