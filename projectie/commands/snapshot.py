"""One moment of the database, held while it is read: what others write meanwhile is not seen."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from projectie.database import db, is_sqlite


@contextmanager
def snapshot() -> Iterator[Session]:
    """Yield a session that sees one moment, however long the reading takes."""
    session = db.session()
    session.rollback()
    if not is_sqlite(session):  # SQLite's readers see one moment anyway
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        session.execute(
            text("SELECT version_num FROM alembic_version")
        )  # the moment begins with the first reading
        yield session
    finally:
        session.rollback()
