"""What is looked in: every ticket as one document, made anew when something in it changed."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class Audience(StrEnum):
    """Who may look in a document: a ticket without notes has one for all, one with notes has two."""

    ALL = "all"
    STAFF = "staff"  # with the notes
    CLIENTS = "clients"  # without them


class SearchEntry(Base):
    """A ticket as a document. On SQLite an FTS5 table (`search_index`) follows this one by triggers."""

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("ix_search_entry_words", "words", postgresql_using="gin").ddl_if(dialect="postgresql"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 2 × ticket, 1 more for clients
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    audience: Mapped[Audience]
    words: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))


class SearchDue(Base):
    """A ticket whose document must be made anew; written by triggers, whichever way its texts changed.

    One row for each change: a row that stands already never swallows a change that is yet to be committed.
    """

    __tablename__ = "search_due"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int]
