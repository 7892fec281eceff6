"""What is sent by a form: which message it became, under which key, and the files that wait to go along."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class OnlineMessage(Base):
    """A request or a reply that was sent by a form; the same form sent twice is one."""

    __tablename__ = "online_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # of the form it was typed in
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), unique=True)
    opens: Mapped[bool]  # it opened the ticket
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: a visitor
    nonce: Mapped[str] = mapped_column(String(32))  # signs the link of a visitor
    at: Mapped[datetime]


class OnlineFile(Base):
    """A file that was sent with a form that is not done yet; its bytes lie in the blob store."""

    __tablename__ = "online_file"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    filename: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    added_at: Mapped[datetime]
