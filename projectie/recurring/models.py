"""Work that comes back: the series, its rounds, and what is ticked off in each."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base
from projectie.recurring.periods import Unit


class RoundState(StrEnum):
    """How a round stands."""

    PROPOSED = "proposed"  # the client is asked
    MADE = "made"  # its ticket is there
    DECLINED = "declined"
    LAPSED = "lapsed"  # not answered before the next one


class RecurringSeries(Base):
    """Work for a client that comes back every so many weeks or months."""

    __tablename__ = "recurring_series"
    __table_args__ = (CheckConstraint("every > 0", name="every_counts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who is asked and told
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    title_nl: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120))
    service: Mapped[str | None] = mapped_column(String(32))  # key of a service in the terms
    every: Mapped[int]
    unit: Mapped[Unit]
    anchor_on: Mapped[date]  # from which the dates are counted
    next_on: Mapped[date]
    checklist: Mapped[list[dict[str, Any]]]  # {"nl", "en"} each
    estimate_minutes: Mapped[int | None]
    paused: Mapped[bool]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class RecurringRound(Base):
    """One time of a series: made or proposed once, whatever happens."""

    __tablename__ = "recurring_round"
    __table_args__ = (
        UniqueConstraint("series_id", "due_on"),
        CheckConstraint("(state = 'made') = (ticket_number IS NOT NULL)", name="made_has_ticket"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("recurring_series.id"))
    due_on: Mapped[date]
    state: Mapped[RoundState]
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ticket_number: Mapped[int | None] = mapped_column(
        ForeignKey("ticket.number"), unique=True, info={"leaves": True}
    )


class RoundItem(Base):
    """A line of the checklist, ticked by somebody at some moment."""

    __tablename__ = "round_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("recurring_round.id"), index=True)
    text_nl: Mapped[str] = mapped_column(String(200))
    text_en: Mapped[str] = mapped_column(String(200))
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
