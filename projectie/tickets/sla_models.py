"""The clocks of a ticket under an SLA, and what was told of them (R10)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from projectie.contracts.priority import Priority
from projectie.contracts.sla import Measure
from projectie.database import Base


class SlaClock(Base):
    """Under which version a ticket was promised its times, and when they are due; it follows every deed on the ticket.

    When a clock stopped is known from the ticket itself: answered, done.
    """

    __tablename__ = "sla_clock"

    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("sla_policy.id"), index=True)  # R2
    priority: Mapped[Priority]
    response_due: Mapped[datetime | None]  # none: not promised, or the clock stands still
    resolution_due: Mapped[datetime | None]
    paused_since: Mapped[datetime | None]  # while it waits for the client
    next_at: Mapped[datetime | None] = mapped_column(index=True)  # when there is something to tell


class SlaMark(Base):
    """A warning or a breach that was told: once for a clock, whoever looks and however often (append-only)."""

    __tablename__ = "sla_mark"
    __table_args__ = (CheckConstraint("percent IN (70, 90, 100)", name="percent_is_told"),)

    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), primary_key=True)
    measure: Mapped[Measure] = mapped_column(primary_key=True)
    priority: Mapped[Priority] = mapped_column(primary_key=True)  # another priority is another clock
    percent: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reached_at: Mapped[datetime]
    noted_at: Mapped[datetime]
