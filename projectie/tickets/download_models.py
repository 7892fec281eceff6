"""Private addresses under which a client fetches what was too large for mail."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class DownloadLink(Base):
    """The address of the files of one reply, open until it expires or is taken back."""

    __tablename__ = "download_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), unique=True)
    nonce: Mapped[str] = mapped_column(String(32))  # signed in the address
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
