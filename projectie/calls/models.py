"""What is kept of calls: the studio's figures, who takes them when, what was proposed, and the appointments (R11)."""

from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class CallFiguresRow(Base):
    """How the studio takes calls: minutes, and days as they are named. One row."""

    __tablename__ = "call_figures"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("grid > 0 AND length > 0 AND days_ahead > 0", name="counts"),
        CheckConstraint("buffer >= 0 AND notice_working_days >= 0", name="not_below_zero"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    grid: Mapped[int]
    length: Mapped[int]
    buffer: Mapped[int]
    notice_working_days: Mapped[int]
    days_ahead: Mapped[int]


class CallTaker(Base):
    """Whether a colleague takes calls; without a row staff do, and managers do not."""

    __tablename__ = "call_taker"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    takes_calls: Mapped[bool]


class CallHours(Base):
    """From when to when a colleague takes calls on a weekday; without a single row the phone hours count."""

    __tablename__ = "call_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint("begins < stops", name="begins_first"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # Monday is 0
    begins: Mapped[time]
    stops: Mapped[time]


class CallState(StrEnum):
    """What became of an appointment."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    HELD = "held"


class Call(Base):
    """An appointment for a call: about a ticket, with whoever takes it, and with whom."""

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("(state = 'held') = (held_at IS NOT NULL)", name="held_has_moment"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_has_moment"),
        CheckConstraint("sequence >= 0", name="sequence_counts"),
        # Nobody is ever in two calls that begin together, whatever the program thinks.
        Index(
            "uq_call_colleague_moment",
            "colleague_id",
            "starts_at",
            unique=True,
            sqlite_where=text("state = 'booked'"),
            postgresql_where=text("state = 'booked'"),
        ),
        Index("ix_call_starts", "state", "starts_at"),
        {"sqlite_autoincrement": True},  # a link in a mail never means another call
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    topic: Mapped[str] = mapped_column(String(300))
    colleague_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    preferred_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whom the client asked for
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[CallState]
    uid: Mapped[str] = mapped_column(String(200), unique=True)  # in calendars, for as long as it lives
    sequence: Mapped[int]  # rises with every change calendars are told of
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # none: no account
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(40))
    zone: Mapped[str] = mapped_column(String(64))  # in which the client reads their clock
    nonce: Mapped[str] = mapped_column(String(43))  # of its link
    key: Mapped[str] = mapped_column(String(100), unique=True)  # the same form sent twice is one call
    booked_at: Mapped[datetime]
    booked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: by link
    cancelled_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    minutes: Mapped[int | None]  # how long it took
    moved_at: Mapped[datetime | None]  # the last time
    reminded_day_at: Mapped[datetime | None]  # the client, in their day
    reminded_colleague_at: Mapped[datetime | None]  # whoever takes it, in the studio's
    reminded_hour_at: Mapped[datetime | None]  # both: an hour before is the same moment everywhere


class CallProposal(Base):
    """Moments that staff proposed for a ticket; the client picks one, once."""

    __tablename__ = "call_proposal"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (call_id IS NULL)", name="answer_is_a_call"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    topic: Mapped[str] = mapped_column(String(300))
    colleague_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who would take it
    moments: Mapped[list[str]]  # ISO, UTC
    nonce: Mapped[str] = mapped_column(String(43))
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"), unique=True)
