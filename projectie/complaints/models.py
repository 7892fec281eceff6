"""What is sealed: mail to info@ is a complaint first (R26a); nothing of it is readable here."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class SealedMail(Base):
    """A mail to info@, encrypted as it came in; only a manager with the key can open it (R27)."""

    __tablename__ = "sealed_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)  # keyed hash: exact duplicates only
    same: Mapped[str] = mapped_column(String(64), index=True)  # keyed hash of Message-ID and content
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # none: released to the desk
    received_at: Mapped[datetime]
    origin: Mapped[str | None] = mapped_column(
        String(64)
    )  # which mail of the mailbox, where it was fetched: met again, it is no second arrival


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
