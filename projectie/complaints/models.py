"""What is sealed (R26a, R27): of a complaint nothing is readable here but that a row is there.

No names, no texts, no moments: even the clocks of a complaint run on what is sealed.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from projectie.database import Base


class Complaint(Base):
    """A complaint, question or suggestion; its number is drawn, so that it tells neither order nor count."""

    __tablename__ = "complaint"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)  # its data key, wrapped by a key outside the database
    owner: Mapped[str] = mapped_column(String(64), index=True)  # keyed hash of an account, or drawn
    sealed: Mapped[bytes] = mapped_column(LargeBinary)  # how it stands: `case.Case`


class Entry(Base):
    """Something said, deliberated, done or sent along; the number is its place in the complaint."""

    __tablename__ = "complaint_entry"

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))  # of a file


class ComplaintOpening(Base):
    """Who opened a complaint, when and why; never changed, and deleted only after the complaint itself is erased."""

    __tablename__ = "complaint_opening"

    complaint_id: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False
    )  # no key: it outlives the row
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Code(Base):
    """A receipt code or the secret of a link, as a keyed hash: what it opens, and until when, is sealed."""

    __tablename__ = "complaint_code"

    named: Mapped[str] = mapped_column(String(64), primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SealedLetter(Base):
    """A letter about something sealed: it never lies in the outbox of the desk, and once sent its words are gone."""

    __tablename__ = "sealed_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    named: Mapped[str] = mapped_column(String(64), index=True)  # keyed hash of the address
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # none: it was sent, or given up
    automatic: Mapped[bool]  # counted by the brakes (R31)
    attempts: Mapped[int]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]


class Leaving(Base):
    """What leaves the desk in the transaction that is open: the only rows append-only tables let go. Empty otherwise."""

    __tablename__ = "leaving"

    kind: Mapped[str] = mapped_column(
        String(20), primary_key=True
    )  # ticket, message, raw_mail, promise, sealed_mail
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class SealedMail(Base):
    """A mail to info@, encrypted as it came in; only a manager with the key can open it (R27)."""

    __tablename__ = "sealed_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)  # keyed hash: exact duplicates only
    same: Mapped[str] = mapped_column(String(64), index=True)  # keyed hash of Message-ID and content
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # none: released, or part of a complaint
    received_at: Mapped[datetime]
    origin: Mapped[str | None] = mapped_column(
        String(64)
    )  # which mail of the mailbox, where it was fetched: met again, it is no second arrival
    taken_up: Mapped[bool] = mapped_column(default=False, server_default="0")  # it is part of a complaint now


class SealedRepeat(Base):
    """A sealed mail arrived once more, exactly the same; the moment is all that is kept (R29)."""

    __tablename__ = "sealed_mail_repeat"

    id: Mapped[int] = mapped_column(primary_key=True)
    sealed_mail_id: Mapped[int] = mapped_column(ForeignKey("sealed_mail.id"), index=True)
    received_at: Mapped[datetime]
    origin: Mapped[str | None] = mapped_column(String(64))


class Opening(Base):
    """Who opened a sealed mail, and when; never changed or deleted (R27)."""

    __tablename__ = "sealed_mail_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    sealed_mail_id: Mapped[int] = mapped_column(ForeignKey("sealed_mail.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    released: Mapped[bool]  # it was not only read but released to the desk as a question (R26a)
