"""What a manager keeps of the board: when a card stands still, how many a column takes; and how long a ticket takes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base
from projectie.tickets.models import Column


class ColumnRow(Base):
    """The figures of a column; what is done has none."""

    __tablename__ = "board_column"
    __table_args__ = (
        CheckConstraint("key <> 'done'", name="open"),
        CheckConstraint("stalled_after BETWEEN 1 AND 99", name="days_known"),
        CheckConstraint("most BETWEEN 1 AND 999", name="most_known"),
    )

    key: Mapped[Column] = mapped_column(primary_key=True)
    stalled_after: Mapped[int | None]  # working days in the column; none: a card never stands still there
    most: Mapped[int | None]  # cards at once, as a signal: nothing is blocked; none: any number


class Estimate(Base):
    """How long a ticket takes in all, as a colleague reckons; clients never see it."""

    __tablename__ = "estimate"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("ticket.number"), primary_key=True, autoincrement=False
    )
    minutes: Mapped[int]
    by: Mapped[int] = mapped_column("estimated_by", ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column("estimated_at")
