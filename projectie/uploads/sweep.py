"""Uploads that nobody goes on with are cleared away; one that was whole when its program died is finished."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from projectie.database import db, transaction
from projectie.uploads.models import Upload, UploadState
from projectie.uploads.receiving import Place, Refused, finish

A_WHILE = timedelta(minutes=5)  # whoever sent the last part is most likely finishing it
UNNAMED = timedelta(days=1)  # a part that was taken in when its program died


def sweep_uploads(place: Place, now: datetime) -> int:
    """Finish what is whole, clear away what was abandoned; return how many files that were."""
    return _finish_whole(place, now) + _clear_abandoned(place, now)


def _finish_whole(place: Place, now: datetime) -> int:
    whole = select(Upload.link_id, Upload.key).where(
        Upload.state == UploadState.UNDERWAY, Upload.received == Upload.size, Upload.last_at < now - A_WHILE
    )
    found = db.session.execute(whole).all()
    for link_id, key in found:
        try:
            finish(link_id, key, place, now)
        except (Refused, FileNotFoundError):
            continue  # refused and removed; or its bytes are gone, and patience ends
    return len(found)


def _clear_abandoned(place: Place, now: datetime) -> int:
    with transaction() as session:
        old = (Upload.state == UploadState.UNDERWAY, Upload.last_at < now - place.limits.patience)
        gone = session.scalars(delete(Upload).where(*old).returning(Upload.key)).all()
    for key in gone:
        place.parts.remove(key)
    # Also of a ticket that left into confidence: its uploads have no row any more (R26a).
    underway = select(Upload.key).where(Upload.state == UploadState.UNDERWAY)
    return len(gone) + place.parts.sweep(set(db.session.scalars(underway)), now - UNNAMED, now - A_WHILE)
