"""What changed, for browsers that are looking."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, String, or_
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class Event(Base):
    """One signal, written in the transaction of the deed; it says what changed, never what it became."""

    __tablename__ = "event"
    # AUTOINCREMENT on SQLite: a browser resumes from the last id it saw, so no id is given out twice.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy's own spelling)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(30))  # ticket, mail, outbox …
    subject_id: Mapped[int]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    only_id: Mapped[int | None]  # the one client who may know, of what colleagues may not see

    @classmethod
    def open_to(cls, person_id: int) -> ColumnElement[bool]:
        """Return the condition under which a client hears of it: people/scope.py asks it."""
        return or_(cls.only_id.is_(None), cls.only_id == person_id)
