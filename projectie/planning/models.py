"""What planning is reckoned with: hours and leave of colleagues, estimates of tickets, the studio's own figures (R9)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class WorkingHours(Base):
    """How long a colleague works on a weekday; without a single row the office hours of the terms count."""

    __tablename__ = "working_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes_of_a_day"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # Monday is 0
    minutes: Mapped[int]


class LeaveRow(Base):
    """When a colleague is away; the word is short on purpose: why somebody is away is nobody's business."""

    __tablename__ = "leave"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes_of_a_day"),
        Index("ix_leave_person", "person_id", "last_day"),
        {"sqlite_autoincrement": True},  # a page that stood open never means another's leave
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    minutes: Mapped[int | None]  # of each day; none: whole days
    word: Mapped[str] = mapped_column(String(30))


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


class PlanningFigures(Base):
    """The studio's own figures: which share of the hours is planned, and what an unknown ticket takes. One row."""

    __tablename__ = "planning_figures"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("plannable_percent BETWEEN 1 AND 100", name="percent_of_hours"),
        CheckConstraint("assumed_minutes > 0", name="assumed_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    plannable_percent: Mapped[int]
    assumed_minutes: Mapped[int]  # of a ticket nobody has estimated
