"""Secrets told once, and mails a password was found in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class Way(StrEnum):
    """From whom to whom a secret goes."""

    ASKED = "asked"  # the client fills it in, staff read it
    GIVEN = "given"  # staff wrote it, the client reads it
    MOVED = "moved"  # it stood in a mail; staff read it


class Whisper(Base):
    """A secret, sealed until its one reading; afterwards only who read it, when, and from what kind of device."""

    __tablename__ = "whisper"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    way: Mapped[Way]
    label: Mapped[str] = mapped_column(String(200))  # what it is, never the secret itself
    nonce: Mapped[str] = mapped_column(String(32))  # signed in the address
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    word_hash: Mapped[str | None] = mapped_column(String(200))  # a word told by phone
    wrong_words: Mapped[int]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    filled_at: Mapped[datetime | None]
    filled_from: Mapped[str] = mapped_column(String(100))  # device and kind of network, in words
    read_at: Mapped[datetime | None]
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: over the link
    read_from: Mapped[str] = mapped_column(String(100))
    revoked_at: Mapped[datetime | None]


class Verdict(StrEnum):
    """What was decided about a mail that seems to hold a password."""

    MOVED = "moved"
    DISMISSED = "dismissed"  # it holds none
    RESTORED = "restored"  # a manager put it back


class PasswordMail(Base):
    """A message that seemed to hold a password; its texts of before are sealed, for a manager to put back."""

    __tablename__ = "password_mail"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    verdict: Mapped[Verdict]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    whisper_id: Mapped[int | None] = mapped_column(ForeignKey("whisper.id"))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
