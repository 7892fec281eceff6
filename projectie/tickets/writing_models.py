"""What is being written on a ticket: texts that are typed, files that go along, and who is at it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class Box(StrEnum):
    """Where somebody types."""

    REPLY = "reply"
    NOTE = "note"


_IN_BOX = text("NOT aside")


class WorkingDraft(Base):
    """A text as it is typed: one a box for each person and ticket, and beside it what another window replaced."""

    __tablename__ = "working_draft"
    __table_args__ = (
        Index(
            "ix_working_draft_box",
            "ticket_number",
            "author_id",
            "kind",
            unique=True,
            sqlite_where=_IN_BOX,
            postgresql_where=_IN_BOX,
        ),
        {"sqlite_autoincrement": True},  # a button that stood open never means another text
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[Box]
    body: Mapped[str] = mapped_column(Text)
    version: Mapped[int]  # of every keeping; a window that knows an older one did not see the last
    tab: Mapped[str] = mapped_column(String(32))  # the window that kept it last; empty: one without script
    made_of: Mapped[int | None]  # the reply that did not go out; it may be thrown away meanwhile
    aside: Mapped[bool]  # replaced by another window, kept until thrown away
    saved_at: Mapped[datetime]
    told_at: Mapped[datetime]  # colleagues hear of it now and then, not at every letter


class DraftFile(Base):
    """A file that goes out with a reply once that is sent; its bytes lie in the blob store."""

    __tablename__ = "draft_file"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    filename: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    by_link: Mapped[bool] = mapped_column(server_default=false(), default=False)  # too large for mail
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]  # taken off; the row goes on naming the bytes, which others may share


class Presence(Base):
    """Somebody has a ticket before them in one window, until that moment unless they say so again."""

    __tablename__ = "presence"

    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    tab: Mapped[str] = mapped_column(String(32), primary_key=True)
    replying: Mapped[bool]
    until: Mapped[datetime]
