"""What was removed is removed from the disk too: plain bytes in the store, and what a database keeps of deleted rows."""

import logging
import sqlite3

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from projectie.complaints import cases
from projectie.complaints.keys_kept import ring as ring_here
from projectie.database import db, is_sqlite, transaction
from projectie.mail.blobs import BlobStore
from projectie.mail.models import RawMail
from projectie.tickets.models import Attachment

log = logging.getLogger(__name__)
TOUCHED = (
    "ticket",
    "message",
    "note",
    "attachment",
    "outgoing_letter",
    "search_entry",
    "complaint",
    "complaint_entry",
)


def remove_blobs(number: int, blobs: BlobStore) -> int:
    """Remove the plain bytes of a ticket that became that complaint, unless another ticket has the same; say how many.

    It is done after the deed that moved the ticket, and again by the worker when it was cut off in between.
    """
    ring, removed = ring_here(), 0
    with transaction() as session:
        held = cases.held(session, ring, number)
        for digest in held.case.blobs:
            named = (
                select(model.id).where(model.sha256 == digest).limit(1) for model in (RawMail, Attachment)
            )
            if all(session.scalar(each) is None for each in named):
                blobs.remove(digest)
                removed += 1
        held.case.blobs = []
        held.keep()
    return removed


def scrub() -> bool:
    """Let the database forget deleted rows on the disk too; return False when it is too busy now."""
    session = db.session()
    sqlite = is_sqlite(session)
    session.rollback()
    try:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
            if not sqlite:
                for table in TOUCHED:
                    line.execute(text(f"VACUUM {table}"))
                return True
            raw = line.connection.dbapi_connection
            assert raw is not None
            raw.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (DBAPIError, sqlite3.Error) as error:
        log.warning("the database is too busy to be tidied up now: %s", type(error).__name__)
        return False
    return True
