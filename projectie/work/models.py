"""Time that was worked on tickets."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class TimeEntry(Base):
    """A piece of work that was booked, once for each key; what it says stands in its revisions."""

    __tablename__ = "time_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
