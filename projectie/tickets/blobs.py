"""Which blobs are named by a row, so that bytes nobody was ever told of can go."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from projectie.database import db
from projectie.mail.blobs import BlobStore
from projectie.mail.models import RawMail
from projectie.tickets.models import Attachment

SETTLED = timedelta(hours=1)  # no transaction is open for so long
_naming: list[Any] = [RawMail.sha256, Attachment.sha256]


def names_blobs(column: Any) -> None:
    """Let the rows of a room above name blobs too, by that column."""
    _naming.append(column)


def sweep_blobs(blobs: BlobStore, now: datetime) -> int:
    """Put waiting bytes that a row names in place and remove the others; return how many were removed."""
    return blobs.sweep(now - SETTLED, _Named())


class _Named:
    """The hashes that rows name, asked one at a time: there may be very many."""

    def __contains__(self, digest: object) -> bool:
        rows = (select(column).where(column == digest) for column in _naming)
        return any(db.session.scalar(row.limit(1)) is not None for row in rows)
