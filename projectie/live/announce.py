"""Tell open browsers that something changed, in the transaction that changed it."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from projectie.database import is_sqlite
from projectie.live.models import Event

CHANNEL = "projectie_event"
_LOCK = 7_001  # any number of our own: one announcer at a time, so that ids are seen in the order of commits


def announce(
    session: Session, *, at: datetime, kind: str, of: int, organisation: int | None = None, by: int | None = None
) -> None:
    """Add a signal; call it last in a deed, since on PostgreSQL announcers wait for each other until commit."""
    if not is_sqlite(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        session.execute(text(f"NOTIFY {CHANNEL}"))
    session.add(Event(at=at, kind=kind, subject_id=of, organisation_id=organisation, actor_id=by))
    session.flush()
