"""The secret address at which a colleague's calendar reads what they promised."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class CalendarFeed(Base):
    """One address a person; only a hash of it is kept, so that it can be shown once and never again."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    shows_subjects: Mapped[bool]  # otherwise a ticket's number and its week, no more
    made_at: Mapped[datetime]
