"""Keep first: a mail is on disk and in the database before anybody tries to understand it (R29)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from projectie.database import db, is_sqlite, transaction
from projectie.mail.blobs import BlobStore
from projectie.mail.identity import content_digest, message_id_of
from projectie.mail.models import Mailbox, RawMail

_ONE_AT_A_TIME = 7_002  # PostgreSQL: two copies of a mail that arrive together are still seen as one


@dataclass(frozen=True, slots=True)
class Kept:
    """A raw mail that is kept; `fresh` is False for one we had already."""

    raw_id: int
    fresh: bool


def keep(raw: bytes, mailbox: Mailbox, blobs: BlobStore, now: datetime) -> Kept:
    """Keep a mail and return its row, or the row of the earlier one it exactly repeats (R29).

    Raises OSError or OperationalError when it cannot be stored now; then nothing was.
    """
    same = _Same.of(raw)
    with transaction() as session:
        if not is_sqlite(session):
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})
        earlier = same.earlier(session)
        if earlier is not None:
            return Kept(earlier, fresh=False)
        row = RawMail(
            mailbox=mailbox,
            sha256=blobs.put(session, raw),
            size=len(raw),
            message_id_hash=same.message_id_hash,
            content_sha256=same.content_sha256,
            received_at=now,
            understood=False,
            attempts=1,
        )
        session.add(row)
        session.flush()
        return Kept(row.id, fresh=True)


@dataclass(frozen=True, slots=True)
class _Same:
    """By what a mail is recognised: its bytes, or its Message-ID together with its content."""

    sha256: str
    message_id_hash: str | None
    content_sha256: str

    @classmethod
    def of(cls, raw: bytes) -> "_Same":
        message_id = message_id_of(raw)
        return cls(
            sha256=hashlib.sha256(raw).hexdigest(),
            message_id_hash=hash_of(message_id) if message_id else None,
            content_sha256=content_digest(raw),
        )

    def earlier(self, session: Session) -> int | None:
        """Return the earlier raw mail that this one repeats."""
        repeats = RawMail.sha256 == self.sha256
        if self.message_id_hash:
            repeats |= (RawMail.message_id_hash == self.message_id_hash) & (
                RawMail.content_sha256 == self.content_sha256
            )
        return session.scalar(select(RawMail.id).where(repeats).order_by(RawMail.id).limit(1))


def hash_of(message_id: str) -> str:
    """Return the key a Message-ID is looked up by: it may be of any length."""
    return hashlib.sha256(message_id.encode("utf-8", "surrogatepass")).hexdigest()


def waiting(before: datetime, most: int = 1000) -> list[int]:
    """Return the raw mails that are kept since before that moment and not yet understood, oldest first."""
    left = select(RawMail.id).where(RawMail.understood.is_(False), RawMail.received_at < before)
    found = left.order_by(RawMail.id).limit(most)
    return list(db.session.scalars(found))


def begin_to_understand(session: Session, raw_id: int) -> RawMail | None:
    """Return the raw mail, counted as tried once more; None when somebody has understood it meanwhile."""
    row = session.get(RawMail, raw_id, with_for_update=True, populate_existing=True)
    return None if row is None or row.understood else row


def try_again(raw_id: int) -> None:
    """Note, before reading it once more, that a mail is tried again: one that kills its reader is not read for ever."""
    with transaction() as session:
        session.execute(update(RawMail).where(RawMail.id == raw_id).values(attempts=RawMail.attempts + 1))
