"""Time: nothing is dated after now but what is promised, due, or claimed by somebody else."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, func, select

from projectie import models
from projectie.accounts.models import Invitation, SignInLink
from projectie.alerts.models import Alert
from projectie.bonds.models import Reminder
from projectie.calls.models import Call, CallProposal
from projectie.commands.invariants.desk import Desk
from projectie.database import Base, UtcDateTime
from projectie.imports.models import ImportRun
from projectie.mail.models import FetchState, OutgoingLetter
from projectie.outages.models import Maintenance
from projectie.privacy.models import DataExport
from projectie.tickets.download_models import DownloadLink
from projectie.tickets.marks import Snooze
from projectie.tickets.models import Message, Ticket
from projectie.tickets.sla_models import SlaClock
from projectie.tickets.writing_models import Presence
from projectie.uploads.models import UploadLink
from projectie.urgent.models import Quote
from projectie.whispers.models import Whisper
from projectie.work.models import Receipt

_KNOWN = models  # every table is in the metadata
AHEAD = frozenset(
    {
        Ticket.__table__.c.response_from,  # promised
        Ticket.__table__.c.response_by,
        Ticket.__table__.c.urgent_by,
        Quote.__table__.c.ready_by,
        Quote.__table__.c.valid_until,
        SlaClock.__table__.c.response_due,
        SlaClock.__table__.c.resolution_due,
        SlaClock.__table__.c.next_at,  # looked at again then
        OutgoingLetter.__table__.c.due_at,  # tried again then
        OutgoingLetter.__table__.c.not_before,  # sent then
        OutgoingLetter.__table__.c.leased_until,  # in a worker's hands until then
        Snooze.__table__.c.until,  # back then
        Alert.__table__.c.due_at,  # told again then
        FetchState.__table__.c.leased_until,  # in a reader's hands until then
        UploadLink.__table__.c.expires_at,
        DownloadLink.__table__.c.expires_at,
        Presence.__table__.c.until,  # gone then, unless they say so again
        Whisper.__table__.c.expires_at,
        SignInLink.__table__.c.expires_at,
        Invitation.__table__.c.expires_at,
        Reminder.__table__.c.due_at,
        Maintenance.__table__.c.starts_at,  # announced
        Call.__table__.c.starts_at,  # appointments
        Call.__table__.c.ends_at,
        CallProposal.__table__.c.expires_at,
        Maintenance.__table__.c.ends_at,
        DataExport.__table__.c.expires_at,
        DataExport.__table__.c.leased_until,  # in a worker's hands until then
        ImportRun.__table__.c.leased_until,
        Receipt.__table__.c.due_at,  # written then
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
