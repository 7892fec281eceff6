"""Filling a desk with what is not real, without waiting for the disk at every step."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app
from sqlalchemy import event

from projectie.config import Settings
from projectie.database import db
from projectie.mail.blob_stores import store_by
from projectie.mail.blobs import BlobStore


@contextmanager
def hurried() -> Iterator[BlobStore]:
    """Yield a store for bytes; the system writes all of it to disk in its own time.

    A power cut soon after may cost some of it, which is as well made again. SQLite stays sound all the same: in
    WAL mode NORMAL only gives up the last transactions.
    """
    settings: Settings = current_app.config["SETTINGS"]
    engine, sqlite = db.engine, db.engine.dialect.name == "sqlite"
    db.session.rollback()
    if sqlite:
        event.listen(engine, "checkout", _do_not_wait)
    try:
        yield store_by(settings, synced=False)
    finally:
        db.session.rollback()
        if sqlite:
            event.remove(engine, "checkout", _do_not_wait)
            engine.dispose()  # the next connections wait for the disk again


def _do_not_wait(connection: Any, record: Any, proxy: Any) -> None:
    del record, proxy
    connection.execute("PRAGMA synchronous = NORMAL")
