"""Tell open browsers that something changed, in the transaction that changed it."""

from datetime import datetime
from threading import Event as Flag
from weakref import WeakSet

from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from projectie.database import is_sqlite
from projectie.live.models import Event

CHANNEL = "projectie_event"
_LOCK = 7_001  # any number of our own: one announcer at a time, so that ids are seen in the order of commits
_ANNOUNCED = "announced in this transaction"
_SIGNAL = insert(Event)
_woken: WeakSet[Flag] = WeakSet()


def announce(
    session: Session,
    *,
    at: datetime,
    kind: str,
    of: int,
    organisation: int | None = None,
    by: int | None = None,
) -> None:
    """Add a signal; call it last in a deed, since on PostgreSQL announcers wait for each other until commit.

    Staff hear of everything, clients of what names their organisation: what is the studio's own, such as
    a note, names none.
    """
    if not is_sqlite(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        session.execute(text(f"NOTIFY {CHANNEL}"))
    session.flush()
    row = {"at": at, "kind": kind, "subject_id": of, "organisation_id": organisation, "actor_id": by}
    session.connection().execute(_SIGNAL, row)
    session.info[_ANNOUNCED] = True


def wake_on_commit(flag: Flag) -> None:
    """Set that flag, as long as anybody holds it, whenever this process has committed a signal."""
    _woken.add(flag)


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    if not session.in_nested_transaction() and session.info.pop(_ANNOUNCED, False):
        for flag in tuple(_woken):
            flag.set()
