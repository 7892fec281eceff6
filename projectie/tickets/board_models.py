"""What a manager keeps of the board: when a card stands still, how many a column takes; and how long a ticket takes."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
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


class SavedView(Base):
    """Filters of the board under a name: of one person, or for everyone."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))
    folded: Mapped[str] = mapped_column(String(120))  # as names are compared; folding can make one longer
    query: Mapped[dict[str, Any]]  # what the address of the board holds
    for_everyone: Mapped[bool]
    made_at: Mapped[datetime]


class ColumnWatch(Base):
    """Somebody wants to know what comes into a column."""

    __tablename__ = "column_watch"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[Column] = mapped_column(primary_key=True)


class Hold(Base):
    """A card is on hold in its column; it counts as long as the card has been there since then."""

    __tablename__ = "ticket_hold"

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("ticket.number"), primary_key=True, autoincrement=False
    )
    column_since: Mapped[
        datetime
    ]  # a card that leaves its column is on hold no longer, until that is taken back
    by: Mapped[int] = mapped_column("held_by", ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column("held_at")
