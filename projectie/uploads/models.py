"""Upload links of tickets, and what is sent over them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class UploadLink(Base):
    """A private address over which a client sends files for one ticket; or what a colleague sends them over (outward)."""

    __tablename__ = "upload_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    nonce: Mapped[str] = mapped_column(String(32))  # signed in the address
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    outward: Mapped[bool] = mapped_column(server_default=false(), default=False)  # of staff, for their reply
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class UploadState(StrEnum):
    """How far a file is."""

    UNDERWAY = "underway"
    DONE = "done"


class Upload(Base):
    """A file that is being sent, or was; its browser knows it again by name, size and last change."""

    __tablename__ = "upload"
    __table_args__ = (CheckConstraint("received >= 0 AND received <= size", name="received_fits"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("upload_link.id"), index=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)  # names it in addresses and on disk
    filename: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    modified: Mapped[int] = mapped_column(BigInteger)  # milliseconds, as the browser says
    received: Mapped[int] = mapped_column(BigInteger)  # bytes in order, on disk
    state: Mapped[UploadState]
    begun_at: Mapped[datetime]
    last_at: Mapped[datetime]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))  # once it is done
