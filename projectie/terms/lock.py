"""One deed at a time on the terms and the closed days: numbers follow each other, and nothing is decided twice."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from projectie.database import is_sqlite

_TERMS = 7_004


def lock_terms(session: Session) -> None:
    """Wait until nobody else changes the terms; freed with the transaction (SQLite has one writer anyway)."""
    if not is_sqlite(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _TERMS})
