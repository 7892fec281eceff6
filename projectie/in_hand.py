"""Long work that waits in a table: one worker takes it in hand, another again when that one was killed."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from projectie.database import db, transaction

LEASE = timedelta(minutes=15)  # renewed with each word about progress
MOST_ATTEMPTS = 3  # then whatever broke it breaks it again


def taken(work: Any, now: datetime) -> int | None:
    """Take the next row of that table in hand and return its id; one that was begun too often is given up.

    The table has `id`, `leased_until`, `attempts` and `state`, of states that include waiting, running and failed.
    """
    states = work.state.type.enum_class
    under_way = work.state.in_((states.WAITING, states.RUNNING))
    free = or_(work.leased_until.is_(None), work.leased_until < now)
    waiting = select(work).where(under_way, free).order_by(work.id).limit(1)
    if db.session.scalar(waiting.with_only_columns(work.id)) is None:
        return None
    with transaction() as session:
        row = session.scalar(waiting.with_for_update(skip_locked=True))
        if row is None:
            return None
        row.attempts += 1
        row.leased_until = now + LEASE
        row.state = states.RUNNING if row.attempts <= MOST_ATTEMPTS else states.FAILED
        return int(row.id) if row.state is states.RUNNING else None
