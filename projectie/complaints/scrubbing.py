"""What was removed is removed from the disk too: plain bytes in the store, and what a database keeps of deleted rows.

A deed that removes says so first (`forgetting`), by a mark beside the keys; the disk is tidied up after it, and by the
worker again as long as the mark is there: a program that was killed, a database that was busy and a reader that still
saw the old rows only put it off.
"""

import logging
import secrets
import sqlite3
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection, Table, select, text, union
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from projectie.complaints import cases
from projectie.complaints.keyring import folder_in
from projectie.complaints.keys_kept import ring as ring_here
from projectie.complaints.vanishing import with_bytes
from projectie.database import Base, db, is_sqlite, transaction
from projectie.mail.blobs import BlobStore

log = logging.getLogger(__name__)
MARK, WHOLE = "untidy", "whole"
SEALED = ("complaint", "complaint_opening", "sealed_mail")  # and what hangs on them
DESK = (
    "ticket",
    "message",
    "outgoing_letter",
    "raw_mail",
    "history",
    "event",
    "mail_word",
    "automatic_letter",
)
SEARCH = ("search_entry", "search_due")
PATIENCE = "2s"  # longer than that nobody is kept waiting for a table
_WATCHED = text(  # a snapshot, VACUUM's own too, is as old as the oldest write in any database of the server
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND "
    "greatest(age(backend_xmin), age(backend_xid)) >= age(CAST(:since AS xid)) "
    "OR pid = pg_backend_pid() AND "
    "age(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS xid)) >= age(CAST(:since AS xid))"
)


def remove_blobs(number: int, blobs: BlobStore) -> int:
    """Remove the plain bytes of a ticket that became that complaint, unless something else has the same; say how many.

    It is done after the deed that moved the ticket, and again by the worker when it was cut off in between.
    """
    ring, removed = ring_here(), 0
    with transaction() as session:
        held = cases.held(session, ring, number)
        named = (select(t.c.sha256).where(t.c.sha256.in_(held.case.blobs)) for t in with_bytes())
        kept = set(session.scalars(union(*named)))
        for digest in held.case.blobs:
            if digest not in kept:
                blobs.remove(digest)
                removed += 1
        held.case.blobs = []
        held.keep()
    return removed


def forgetting(session: Session, *, of_desk: bool = False) -> None:
    """Begin a deed that removes something: deleted rows are overwritten (SQLite), and the disk is tidied up after it.

    `of_desk`: it removes a ticket, not only something sealed.
    """
    if is_sqlite(session):
        session.execute(text("PRAGMA secure_delete = ON"))
        since = "0"
    else:
        since = session.execute(text("SELECT CAST(CAST(pg_current_xact_id() AS xid) AS text)")).scalar_one()
    path = _mark()
    whole = of_desk or _noted(path).endswith(WHOLE)
    fresh = path.with_suffix(".new")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh.write_text(f"{secrets.token_hex(8)} {since} {WHOLE if whole else ''}", "ascii")
    fresh.replace(path)


def scrub() -> bool:
    """Let the database forget deleted rows on the disk too; return False when that has to wait."""
    path = _mark()
    noted = _noted(path)
    if not noted:
        return True
    session = db.session()
    sqlite = is_sqlite(session)
    session.rollback()
    try:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
            done = _sqlite_forgets(line) if sqlite else _postgresql_forgets(line, noted)
    except (DBAPIError, sqlite3.Error) as error:
        log.warning("the database is too busy to be tidied up now: %s", type(error).__name__)
        return False
    if done and _noted(path) == noted:
        path.unlink()
    return done


def _sqlite_forgets(line: Connection) -> bool:
    raw = line.connection.dbapi_connection
    assert raw is not None
    raw.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")
    raw.execute("VACUUM")
    busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _postgresql_forgets(line: Connection, noted: str) -> bool:
    """Write the tables anew: an ordinary VACUUM leaves the bytes of dead rows where they are.

    Whoever still sees the old rows (a backup, a long reading) keeps them alive: then it is done once more later.
    """
    _, since, whole = noted.split(" ")
    if line.execute(_WATCHED, {"since": since}).scalar_one():
        return False
    line.execute(text(f"SET lock_timeout = '{PATIENCE}'"))
    try:
        for table in emptied(*SEALED, *((*DESK, *SEARCH) if whole else ())):
            line.execute(text(f'VACUUM FULL "{table}"'))
    finally:
        line.execute(text("SET lock_timeout = 0"))
    return True


def emptied(*tables: str) -> list[str]:
    """Return those tables and whatever hangs on them."""
    found, due = set[str](), list(tables)
    while due:
        name = due.pop()
        if name not in found:
            found.add(name)
            due += [each.name for each in Base.metadata.tables.values() if _hangs_on(each, name)]
    return sorted(found)


def _hangs_on(table: Table, name: str) -> bool:
    return any(key.column.table.name == name for key in table.foreign_keys)


def _mark() -> Path:
    return folder_in(current_app.config["SETTINGS"].data_dir) / MARK


def _noted(path: Path) -> str:
    return path.read_text("ascii") if path.exists() else ""
