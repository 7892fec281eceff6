"""Snippets: each a pair, so that the client's language is always there."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class Snippet(Base):
    """A text in both languages under the name it is called by."""

    __tablename__ = "snippet"
    __table_args__ = (
        CheckConstraint("text_nl <> '' AND text_en <> ''", name="a_pair"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)  # lower case; typed behind a slash
    text_nl: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    version: Mapped[int]  # a stale write is refused
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
