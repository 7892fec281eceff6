"""What was promised about the planning, for ever: a promise is moved, never edited (R9)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class PlanningPromise(Base):
    """When a ticket's work is done, as it was promised at one moment; the newest that was not taken back stands.

    No row is ever changed or deleted. When it was told is read from its letter, whether it was kept from the ticket.
    """

    __tablename__ = "planning_promise"
    __table_args__ = (
        CheckConstraint("(first_day IS NULL) = (last_day IS NULL)", name="days_go_together"),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the desk itself
    first_day: Mapped[date | None]  # none: to be agreed
    last_day: Mapped[date | None]
    terms_number: Mapped[int]  # version it was made under (R2)
    moves_id: Mapped[int | None] = mapped_column(ForeignKey("planning_promise.id"))  # the one it moved
    reason: Mapped[str] = mapped_column(String(500))  # as the client reads it; empty where none was needed
    letter_id: Mapped[int | None] = mapped_column(
        ForeignKey("outgoing_letter.id"), index=True
    )  # that told it


class PromiseTakenBack(Base):
    """A promise whose letter was taken back before it left: nobody was told, so it never counted."""

    __tablename__ = "promise_taken_back"

    promise_id: Mapped[int] = mapped_column(
        ForeignKey("planning_promise.id"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column("taken_by", ForeignKey("person.id"))


class Promised(StrEnum):
    """What kind of promise was broken."""

    RESPONSE = "response"  # a first answer (R6)
    PLANNING = "planning"  # the work (R9)


class BrokenPromise(Base):
    """A promise whose moment passed; noticed once, however long the worker slept."""

    __tablename__ = "broken_promise"
    __table_args__ = (
        UniqueConstraint("ticket_number", "kind", "limit_at", name="uq_broken_promise_ticket_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"))
    kind: Mapped[Promised]
    limit_at: Mapped[datetime]
    noticed_at: Mapped[datetime] = mapped_column(index=True)
