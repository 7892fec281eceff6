"""What ties tickets together: merges and splits with their way back, who follows, reminders, checklists."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base
from projectie.tickets.bond_effects import Tie


class Bond(Base):
    """A merge or a split, with every change it made, so that it can be undone exactly (R17a)."""

    __tablename__ = "bond"
    __table_args__ = (
        CheckConstraint("kept <> other", name="of_two"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tie: Mapped[Tie]
    kept: Mapped[int] = mapped_column(
        ForeignKey("ticket.number"), index=True
    )  # where it goes on; or split off
    other: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)  # merged; or the new one
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    changes: Mapped[list[dict[str, Any]]]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Follow(Base):
    """A colleague who wants to know what happens on a ticket; what came before `seen_at` is known."""

    __tablename__ = "follow"
    __table_args__ = (Index("ix_follow_person_id", "person_id"),)

    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seen_at: Mapped[datetime]


class Reminder(Base):
    """What a colleague wants to be reminded of; told once, and there until it is done with."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index("ix_reminder_due", "due_at", "told_at"),
        Index("ix_reminder_person", "person_id", "done_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(200))
    due_at: Mapped[datetime]
    made_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class ChecklistItem(Base):
    """A line of the checklist of a ticket."""

    __tablename__ = "checklist_item"
    __table_args__ = (CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    place: Mapped[int]
    words: Mapped[str] = mapped_column(String(200))
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
