"""Mail as it came in and mail as it goes out; this room knows no ticket."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class Mailbox(StrEnum):
    """Which of the studio's mailboxes a mail came to."""

    SUPPORT = "support"
    URGENT = "urgent"
    INFO = "info"


class RawMail(Base):
    """A mail as it arrived, byte for byte in the blob store; kept before it is understood (R29)."""

    __tablename__ = "raw_mail"
    __table_args__ = (Index("ix_raw_mail_same", "message_id_hash", "content_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mailbox: Mapped[Mailbox]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int]
    message_id_hash: Mapped[str | None] = mapped_column(String(64))  # a Message-ID may be of any length
    content_sha256: Mapped[str] = mapped_column(String(64))  # behind the headers, line ends apart
    received_at: Mapped[datetime] = mapped_column(index=True)
    origin: Mapped[str | None] = mapped_column(
        String(64)
    )  # which mail of which mailbox, where it was fetched: met again, it is no second arrival
    understood: Mapped[bool] = mapped_column(index=True)
    attempts: Mapped[int]  # to understand it; a second one goes to quarantine unread
    erased_at: Mapped[
        datetime | None
    ]  # its bytes are gone, by retention or because its sender was erased (AVG)


class Repeat(Base):
    """A mail we had already arrived once more, exactly the same: noted where it is recognised, and not stored (R29)."""

    __tablename__ = "mail_repeat"
    __table_args__ = (Index("ix_mail_repeat_met", "raw_id", "origin"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    raw_id: Mapped[int] = mapped_column(ForeignKey("raw_mail.id"))
    mailbox: Mapped[Mailbox]
    received_at: Mapped[datetime] = mapped_column(index=True)
    origin: Mapped[str | None] = mapped_column(String(64))  # as of raw_mail


class LetterState(StrEnum):
    """Where an outgoing letter is."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


PRIVATE = ("sign-in:", "invitation:")  # causes of letters with a link that lets somebody in


class OutgoingLetter(Base):
    """One letter to one recipient, queued in the transaction that caused it (R34)."""

    __tablename__ = "outgoing_letter"
    __table_args__ = (
        Index("ix_outgoing_letter_due", "state", "due_at"),
        Index("ix_outgoing_letter_thread", "thread", "not_before"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)  # the same cause queues one letter
    message_id: Mapped[str] = mapped_column(String(200), unique=True)  # fixed when queued
    thread: Mapped[int | None]  # the conversation it belongs to, as signed in its reply address
    from_name: Mapped[str] = mapped_column(String(200))
    from_address: Mapped[str] = mapped_column(String(254))
    to_name: Mapped[str] = mapped_column(String(200))
    to_address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(998))
    body_text: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str | None] = mapped_column(Text)
    calendar: Mapped[str | None] = mapped_column(Text)  # an invitation or its end (RFC 5546)
    headers: Mapped[dict[str, Any]]  # Reply-To, In-Reply-To, References, Auto-Submitted …
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[LetterState]
    attempts: Mapped[int]
    due_at: Mapped[datetime]
    not_before: Mapped[datetime | None] = mapped_column(
        index=True
    )  # the moment a person chose; none: as soon as it can
    leased_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    @property
    def is_private(self) -> bool:
        """Whether it holds what only its reader may use: then nobody at the desk reads it."""
        return self.key.startswith(PRIVATE)


class LetterFile(Base):
    """A file that goes along with a letter; its bytes lie in the blob store."""

    __tablename__ = "letter_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("outgoing_letter.id"), index=True)
    filename: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)


class AutomaticLetter(Base):
    """A letter the desk wrote by itself, remembered for as long as the brakes look back (R31)."""

    __tablename__ = "automatic_letter"
    __table_args__ = (
        Index("ix_automatic_letter_address", "address", "at"),
        Index("ix_automatic_letter_thread", "thread", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(
        String(254)
    )  # without what tells one address of a mailbox from another
    thread: Mapped[int | None]
    proven: Mapped[bool]  # written to a proven client


class FetchState(Base):
    """How far each mailbox has been read, who reads it now, and how that goes (R29, R34)."""

    __tablename__ = "fetch_state"

    mailbox: Mapped[Mailbox] = mapped_column(primary_key=True)
    since: Mapped[datetime]  # it is read at all
    source: Mapped[str | None] = mapped_column(
        String(64)
    )  # hash of account and folder: another one begins anew
    uidvalidity: Mapped[int | None] = mapped_column(BigInteger)
    last_uid: Mapped[int] = mapped_column(BigInteger)  # every mail up to here is kept
    beyond: Mapped[list[int]] = mapped_column(JSON)  # kept ones past a mail that could not be fetched yet
    tries: Mapped[dict[str, int]] = mapped_column(JSON)  # by UID, how often a mail could not be fetched
    leased_by: Mapped[str | None] = mapped_column(String(64))
    leased_until: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(500))
    last_error_at: Mapped[datetime | None]
    silence_seen_at: Mapped[
        datetime | None
    ]  # it was noticed that nothing is read; cleared by the next success
