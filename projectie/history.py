"""Who did what, when, to what. Append-only; complaints never write here."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from projectie.database import Base


class History(Base):
    """One line for one deed; details hold ids and figures, never texts of people."""

    __tablename__ = "history"
    __table_args__ = (
        Index("ix_history_subject", "subject", "subject_id", "id"),
        Index("ix_history_actor", "actor_id", "deed", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the desk itself
    deed: Mapped[str] = mapped_column(String(50))
    subject: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    details: Mapped[dict[str, Any]]


_LINE = insert(History)


def record(
    session: Session,
    *,
    at: datetime,
    by: int | None,
    deed: str,
    of: tuple[str, int],
    details: dict[str, Any] | None = None,
) -> None:
    """Write one line in the transaction that is open; what it names must be there already."""
    line = {
        "at": at,
        "actor_id": by,
        "deed": deed,
        "subject": of[0],
        "subject_id": of[1],
        "details": details or {},
    }
    session.connection().execute(_LINE, line)
