"""Which blobs are named by a row, so that bytes nobody was ever told of can go."""

from datetime import datetime, timedelta

from sqlalchemy import select

from projectie.database import db
from projectie.mail.blobs import BlobStore
from projectie.mail.models import LetterFile, RawMail
from projectie.tickets.models import Attachment
from projectie.tickets.writing_models import DraftFile

SETTLED = timedelta(hours=1)  # no transaction is open for so long


def sweep_blobs(blobs: BlobStore, now: datetime) -> int:
    """Put waiting bytes that a row names in place and remove the others; return how many were removed."""
    return blobs.sweep(now - SETTLED, _Named())


class _Named:
    """The hashes that rows name, asked one at a time: there may be very many."""

    def __contains__(self, digest: object) -> bool:
        rows = (
            select(RawMail.id).where(RawMail.sha256 == digest),
            select(Attachment.id).where(Attachment.sha256 == digest),
            select(LetterFile.id).where(LetterFile.sha256 == digest),
            select(DraftFile.id).where(DraftFile.sha256 == digest),
        )
        return any(db.session.scalar(row.limit(1)) is not None for row in rows)
