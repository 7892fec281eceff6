"""Time: nothing is dated after now but what is promised, due, or claimed by somebody else."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, func, select

from projectie import models
from projectie.commands.invariants.desk import Desk
from projectie.database import Base, UtcDateTime
from projectie.mail.models import FetchState, OutgoingLetter
from projectie.tickets.models import Message, Ticket
from projectie.uploads.models import UploadLink
from projectie.whispers.models import Whisper

_KNOWN = models  # every table is in the metadata
AHEAD = frozenset(
    {
        Ticket.__table__.c.response_from,  # promised
        Ticket.__table__.c.response_by,
        OutgoingLetter.__table__.c.due_at,  # tried again then
        OutgoingLetter.__table__.c.not_before,  # sent then
        OutgoingLetter.__table__.c.leased_until,  # in a worker's hands until then
        FetchState.__table__.c.leased_until,  # in a reader's hands until then
        UploadLink.__table__.c.expires_at,
        Whisper.__table__.c.expires_at,
        Message.__table__.c.date,  # what the sender's clock said
    }
)


def moments(desk: Desk) -> Iterator[str]:
    """Name columns in which something is dated after now."""
    for column in _columns():
        later = desk.session.scalar(select(func.count()).select_from(column.table).where(column > desk.now))
        if later:
            yield f"{column.table.name}.{column.name}: {later} dated after now"


def _columns() -> Iterator[Column[Any]]:
    for _, table in sorted(Base.metadata.tables.items()):
        yield from (c for c in table.c if isinstance(c.type, UtcDateTime) and c not in AHEAD)
