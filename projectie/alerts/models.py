"""Alerts, how often they repeat, and who is on call."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base

_OPEN = text("ended_at IS NULL")


class Cause(StrEnum):
    """Why somebody must look now."""

    CRITICAL = "critical"  # a ticket became critical (R8)
    URGENT = "urgent"  # a client asked for urgency (R13)


class Alert(Base):
    """Something that cannot wait; open until somebody takes it, or there is nothing left to take."""

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("taken_by_id IS NULL OR ended_at IS NOT NULL", name="taken_is_ended"),
        # One at a time for a ticket, however many workers and causes there are.
        Index("ix_alert_open", "ticket_number", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    cause: Mapped[Cause]
    raised_at: Mapped[datetime]
    due_at: Mapped[datetime]  # the next round of letters; outside phone hours that is the next opening
    rounds: Mapped[int]  # of letters so far
    ended_at: Mapped[datetime | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: it ended by itself


class OnCall(Base):
    """Somebody of the studio who is told of alerts."""

    __tablename__ = "on_call"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)


class AlertPace(Base):
    """How often an alert is repeated; one row."""

    __tablename__ = "alert_pace"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("repeat_minutes > 0", name="goes_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    repeat_minutes: Mapped[int]
