"""Which blobs are named by a row, so that bytes nobody was ever told of can go."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from projectie.database import db
from projectie.mail.blobs import BlobStore
from projectie.mail.models import RawMail
from projectie.tickets.models import Attachment

SETTLED = timedelta(hours=1)  # no transaction is open for so long


def sweep_blobs(blobs: BlobStore, now: datetime, more: Iterable[Any] = ()) -> int:
    """Put waiting bytes that a row names in place and remove the others; return how many were removed.

    `more`: tables of rooms above this one whose rows name bytes (their column `sha256`).
    """
    return blobs.sweep(now - SETTLED, _Named((RawMail, Attachment, *more)))


class _Named:
    """The hashes that rows name, asked one at a time: there may be very many."""

    def __init__(self, tables: tuple[Any, ...]) -> None:
        self._tables = tables

    def __contains__(self, digest: object) -> bool:
        rows = (select(table.sha256).where(table.sha256 == digest) for table in self._tables)
        return any(db.session.scalar(row.limit(1)) is not None for row in rows)
