"""The machine itself: room on its disks, and the keys in the data folder."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy import make_url

from projectie.clock.now import now
from projectie.commands.checkup.finding import Finding, ok, warning, wrong
from projectie.commands.invariants.desk import Desk
from projectie.commands.invariants.proof import CHECKS
from projectie.commands.prepare import unfinished_in
from projectie.commands.snapshot import snapshot
from projectie.config import Settings
from projectie.database import db

LITTLE, TOO_LITTLE = 2_000_000_000, 200_000_000  # bytes
_SEALED = {"accounts": "accounts.key", "whispers": "whispers.key", "complaints": "the keys of complaints"}


def disks(settings: Settings) -> Iterator[Finding]:
    """Yield how much room there is where things are written, each disk once."""
    places = {"DATA_DIR": settings.data_dir}
    if not settings.blob_url:
        places["BLOB_URL"] = settings.blob_dir
    if settings.database_url.startswith("sqlite"):
        places["DATABASE_URL"] = Path(make_url(settings.database_url).database or "").resolve().parent
    seen: set[int] = set()
    for name, place in places.items():
        device = place.stat().st_dev
        if device not in seen:
            seen.add(device)
            yield _room(name, shutil.disk_usage(place).free)
    if unfinished_in(settings.data_dir).exists():
        yield wrong("restore", "was broken off.", "Give `backup restore` again.")


def _room(name: str, free: int) -> Finding:
    said = f"{free / 1e9:.1f} GB free where {name} is"
    if free < TOO_LITTLE:
        return wrong("disk", f"{said}.", "Make room now: mail is no longer taken in.")
    if free < LITTLE:
        return warning("disk", f"{said}.", "Make room.")
    return ok("disk", said)


def keys(settings: Settings) -> Iterator[Finding]:
    """Yield whether the keys are private, and open what is sealed."""
    for path in _files(settings.data_dir):
        yield _private(path, settings.data_dir)
    yield from _readable(settings)


def _files(data_dir: Path) -> list[Path]:
    apart = data_dir / "keys"
    inside = [path for path in sorted(apart.rglob("*")) if path.is_file()] if apart.is_dir() else []
    return [*sorted(data_dir.glob("*.key")), *inside]


def _private(path: Path, data_dir: Path) -> Finding:
    name = f"key: {path.relative_to(data_dir)}"
    if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return wrong(name, "others on this machine can read it.", f"Give: chmod 600 {path}")
    if not os.access(path, os.R_OK):
        return wrong(name, "this user cannot read it.", "Run as the user of the desk, or change its owner.")
    return ok(name, "is there, for its owner alone")


def _readable(settings: Settings) -> Iterator[Finding]:
    with snapshot() as session:
        desk = Desk(session, now(), current_app.extensions["projectie.blobs"], settings.data_dir)
        for check, key in _SEALED.items():
            shut = sorted({each for each in CHECKS[check](desk) if "key" in each})
            if shut:
                yield wrong(
                    f"sealed: {check}", "cannot be opened.", f"Put {key} back, from where you keep keys."
                )
            else:
                yield ok(f"sealed: {check}", "whatever is sealed can be opened")
    db.session.rollback()
