"""The very first start on a machine where nothing was chosen: an empty desk becomes the demo desk, or stays empty."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from projectie.config import Settings
from projectie.database import db
from projectie.people.models import Organisation, Person


def fill_demo(settings: Settings, now: datetime) -> None:
    """Fill the database with the demo desk, if nobody is in it yet."""
    if _is_inhabited():
        return
    from projectie.commands import demo  # as large as the desk itself, and needed once

    print("Projectie fills the demo desk; this takes a moment.", flush=True)  # noqa: T201 - a person started this
    mark = _mark(settings)
    mark.touch()
    demo.fill(now)
    mark.unlink()


def set_aside_unfinished(settings: Settings, now: datetime) -> None:
    """Put away a demo desk whose filling was broken off, so that it is made anew; nobody has worked in it yet.

    It is moved, never removed: a mail may have been piped in meanwhile.
    """
    if not _mark(settings).exists():
        return
    aside = settings.data_dir / f"unfinished-{now:%Y%m%dT%H%M%S}"
    (aside / "blobs").mkdir(parents=True)
    for path in sorted(settings.data_dir.glob("projectie.sqlite*")):
        path.rename(aside / path.name)
    for path in sorted(settings.blob_dir.iterdir()):
        path.rename(aside / "blobs" / path.name)
    _mark(settings).unlink()


def _mark(settings: Settings) -> Path:
    return settings.data_dir / "demo.unfinished"


def _is_inhabited() -> bool:
    anybody = select(Person.id).limit(1), select(Organisation.id).limit(1)
    return any(db.session.scalar(one) is not None for one in anybody)
