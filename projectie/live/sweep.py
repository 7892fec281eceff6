"""Old events go: a browser that was away for so long asks for everything anew."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from projectie.live.models import Event

KEPT = timedelta(days=2)


def sweep_events(session: Session, now: datetime, kept: timedelta = KEPT) -> int:
    """Remove the oldest events, up to the first young one and never the newest; return how many went."""
    first_young = session.scalar(select(func.min(Event.id)).where(Event.at > now - kept))
    keep_from = first_young or session.scalar(select(func.max(Event.id)))
    if keep_from is None:
        return 0
    return len(session.scalars(delete(Event).where(Event.id < keep_from).returning(Event.id)).all())
