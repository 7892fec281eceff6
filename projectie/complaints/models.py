"""What is sealed: mail to info@ is a complaint first (R26a); nothing of it is readable here."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class SealedMail(Base):
    """A mail to info@, encrypted as it came in; only a manager with the key can open it (R27)."""

    __tablename__ = "sealed_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)  # keyed hash: exact duplicates only
    same: Mapped[str] = mapped_column(String(64), index=True)  # keyed hash of Message-ID and content
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]
