"""Keep first: a mail is on disk and in the database before anybody tries to understand it (R29)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, text, union_all, update
from sqlalchemy.orm import Session

from projectie.database import db, is_sqlite, transaction
from projectie.mail.blobs import BlobStore
from projectie.mail.identity import identity_of
from projectie.mail.models import Mailbox, RawMail, Repeat

_ONE_AT_A_TIME = 7_002  # PostgreSQL: two copies of a mail that arrive together are still seen as one


@dataclass(frozen=True, slots=True)
class Kept:
    """A raw mail that is kept; `fresh` is False for one we had already."""

    raw_id: int
    fresh: bool


def keep(raw: bytes, mailbox: Mailbox, blobs: BlobStore, now: datetime, origin: str | None = None) -> Kept:
    """Keep a mail and return its row, or the row of the earlier one it exactly repeats, with a note of that (R29).

    `origin` is which mail of a mailbox it is, where it was fetched: one that is met again, because whoever took
    it in was killed, arrived once. Raises OSError or OperationalError when it cannot be stored now; then nothing was.
    """
    same = _Same.of(raw)
    blobs.ahead(db.session(), (raw,))
    with transaction() as session:
        if not is_sqlite(session):
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})
        earlier = same.earlier(session)
        if earlier is not None:
            if (
                mailbox is not Mailbox.INFO
            ):  # opened and handed over, perhaps twice; it arrived when it was sealed
                _note_repeat(session, earlier, mailbox, now, origin)
            return Kept(earlier, fresh=False)
        row = {
            "mailbox": mailbox,
            "sha256": blobs.put(session, raw),
            "size": len(raw),
            "message_id_hash": same.message_id_hash,
            "content_sha256": same.content_sha256,
            "received_at": now,
            "origin": origin,
            "understood": False,
            "attempts": 1,
        }
        return Kept(session.connection().execute(_KEEP, row).scalar_one(), fresh=True)


def known(session: Session, raw: bytes) -> int | None:
    """Return the raw mail that this one exactly repeats, if we had it already; nothing is noted."""
    return _Same.of(raw).earlier(session)


def keep_understood(
    session: Session, raw: bytes, mailbox: Mailbox, blobs: BlobStore, at: datetime, origin: str
) -> "Underway":
    """Keep an old mail that is read in this very deed, at the moment it came in then."""
    same = _Same.of(raw)
    row = {
        "mailbox": mailbox,
        "sha256": blobs.put(session, raw),
        "size": len(raw),
        "message_id_hash": same.message_id_hash,
        "content_sha256": same.content_sha256,
        "received_at": at,
        "origin": origin,
        "understood": True,
        "attempts": 1,
    }
    return Underway(session.connection().execute(_KEEP, row).scalar_one(), mailbox, at)


def _note_repeat(session: Session, raw_id: int, mailbox: Mailbox, now: datetime, origin: str | None) -> None:
    connection = session.connection()
    if origin is not None and connection.scalar(_MET, {"raw": raw_id, "origin": origin}) is not None:
        return
    row = {"raw_id": raw_id, "mailbox": mailbox, "received_at": now, "origin": origin}
    connection.execute(_REPEAT, row)


@dataclass(frozen=True, slots=True)
class Underway:
    """A kept mail that is being understood in the transaction that is open."""

    id: int
    mailbox: Mailbox
    received_at: datetime


# Made once, and run past the ORM: both cost more than what they do, for every mail.
_KEEP = insert(RawMail).returning(RawMail.id)
_REPEAT = insert(Repeat)
_MET = union_all(
    *(
        select(key).where(key == bindparam("raw"), origin == bindparam("origin"))
        for key, origin in ((RawMail.id, RawMail.origin), (Repeat.raw_id, Repeat.origin))
    )
)
_EARLIER = (
    select(RawMail.id)
    .where(
        (RawMail.sha256 == bindparam("sha256"))
        | (RawMail.message_id_hash == bindparam("message_id"))
        & (RawMail.content_sha256 == bindparam("content"))
    )
    .order_by(RawMail.id)
    .limit(1)
)
_BEGIN = (
    update(RawMail)
    .where(RawMail.id == bindparam("raw"), RawMail.understood.is_(False))
    .values(understood=True)
    .returning(RawMail.id, RawMail.mailbox, RawMail.received_at)
)


@dataclass(frozen=True, slots=True)
class _Same:
    """By what a mail is recognised: its bytes, or its Message-ID together with its content."""

    sha256: str
    message_id_hash: str | None
    content_sha256: str

    @classmethod
    def of(cls, raw: bytes) -> "_Same":
        message_id, content_sha256 = identity_of(raw)
        return cls(
            sha256=hashlib.sha256(raw).hexdigest(),
            message_id_hash=hash_of(message_id) if message_id else None,
            content_sha256=content_sha256,
        )

    def earlier(self, session: Session) -> int | None:
        """Return the earlier raw mail that this one repeats."""
        asked = {"sha256": self.sha256, "message_id": self.message_id_hash, "content": self.content_sha256}
        return session.connection().scalar(_EARLIER, asked)


def hash_of(message_id: str) -> str:
    """Return the key a Message-ID is looked up by: it may be of any length."""
    return hashlib.sha256(message_id.encode("utf-8", "surrogatepass")).hexdigest()


def waiting(before: datetime, most: int = 1000) -> list[int]:
    """Return the raw mails that are kept since before that moment and not yet understood, oldest first."""
    left = select(RawMail.id).where(RawMail.understood.is_(False), RawMail.received_at < before)
    found = left.order_by(RawMail.id).limit(most)
    return list(db.session.scalars(found))


def begin_to_understand(session: Session, raw_id: int) -> Underway | None:
    """Return the raw mail, from now on understood; None when somebody has understood it meanwhile."""
    row = session.connection().execute(_BEGIN, {"raw": raw_id}).first()
    return None if row is None else Underway(*row)


def survived(raw_id: int) -> None:
    """Note that a reader lived through reading a mail again, whatever it read: that attempt does not count."""
    with transaction() as session:
        session.execute(update(RawMail).where(RawMail.id == raw_id).values(attempts=RawMail.attempts - 1))


def try_again(raw_id: int) -> None:
    """Note, before reading it once more, that a mail is tried again: one that kills its reader is not read for ever."""
    with transaction() as session:
        session.execute(update(RawMail).where(RawMail.id == raw_id).values(attempts=RawMail.attempts + 1))
