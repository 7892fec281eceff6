"""Tell open browsers that something changed, in the transaction that changed it."""

from collections.abc import Callable
from datetime import datetime
from threading import Event as Flag
from typing import Any
from weakref import WeakSet

from sqlalchemy import ScalarSelect, bindparam, event, insert, text
from sqlalchemy.orm import Session

from projectie.database import is_sqlite
from projectie.live.models import Event

CHANNEL = "projectie_event"
_LOCK = 7_001  # any number of our own: one announcer at a time, so that ids are seen in the order of commits
_ANNOUNCED = "announced in this transaction"
Whose = Callable[[Any], ScalarSelect[int]]
_SIGNAL = insert(Event)
_signals: dict[str, Any] = {}  # of kinds of which some are for one client alone
_woken: WeakSet[Flag] = WeakSet()


def told_alone(kind: str) -> Callable[[Whose], Whose]:
    """Let the function under it say, in SQL, which one client may hear of a thing of that kind; nobody: all of theirs."""

    def hung(whose: Whose) -> Whose:
        _signals[kind] = insert(Event).values(only_id=whose(bindparam("of")))
        return whose

    return hung


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
    a note, names none. What one client keeps from colleagues is told to that client alone.
    """
    if not is_sqlite(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        session.execute(text(f"NOTIFY {CHANNEL}"))
    session.flush()
    row = {"at": at, "kind": kind, "subject_id": of, "organisation_id": organisation, "actor_id": by}
    if kind in _signals:
        session.connection().execute(_signals[kind], {**row, "of": of})
    else:
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
