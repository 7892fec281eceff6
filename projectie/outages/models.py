"""Outages with their updates and the tickets they group, planned maintenance, and the parts both are about."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base
from projectie.outages.progress import Severity, State, UsedBy

LONGEST_TITLE = 120


class StatusPart(Base):
    """A part of what the studio provides, as the status page names it; one that is out of use keeps its past."""

    __tablename__ = "status_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_nl: Mapped[str] = mapped_column(String(100), unique=True)
    name_en: Mapped[str] = mapped_column(String(100), unique=True)
    used_by: Mapped[UsedBy]
    place: Mapped[int]  # the lower, the higher up it stands
    in_use: Mapped[bool]


class Outage(Base):
    """Something that is down for several clients: its title is for everybody to read."""

    __tablename__ = "outage"
    __table_args__ = (
        CheckConstraint("(state = 'solved') = (solved_at IS NOT NULL)", name="solved_has_moment"),
        CheckConstraint("solved_at IS NULL OR solved_at >= started_at", name="solved_after_start"),
        Index("ix_outage_solved_at", "solved_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title_nl: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    title_en: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    severity: Mapped[Severity]
    state: Mapped[State]
    started_at: Mapped[datetime]
    solved_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]  # a false alarm of which nobody was told
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class OutagePart(Base):
    """What an outage affects."""

    __tablename__ = "outage_part"

    outage_id: Mapped[int] = mapped_column(ForeignKey("outage.id"), primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("status_part.id"), primary_key=True)


class OutageTicket(Base):
    """A ticket that is about an outage."""

    __tablename__ = "outage_ticket"
    __table_args__ = (Index("ix_outage_ticket_ticket_number", "ticket_number"),)

    outage_id: Mapped[int] = mapped_column(ForeignKey("outage.id"), primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), primary_key=True)
    added_at: Mapped[datetime]


class OutageUpdate(Base):
    """What everybody was told at one moment; never changed afterwards."""

    __tablename__ = "outage_update"
    __table_args__ = (
        UniqueConstraint("once"),
        Index("ix_outage_update_outage_id", "outage_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outage_id: Mapped[int] = mapped_column(ForeignKey("outage.id"))
    state: Mapped[State]
    text_nl: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    once: Mapped[str] = mapped_column(String(43))  # of the form: sent twice, it is one update


class OutageAnswer(Base):
    """Which message told a ticket's client of which update; none: it was taken back."""

    __tablename__ = "outage_answer"

    update_id: Mapped[int] = mapped_column(ForeignKey("outage_update.id"), primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), primary_key=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"), unique=True)


class Maintenance(Base):
    """Work that is announced ahead, for everybody to read."""

    __tablename__ = "maintenance"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title_nl: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    title_en: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    text_nl: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class MaintenancePart(Base):
    """What it affects."""

    __tablename__ = "maintenance_part"

    maintenance_id: Mapped[int] = mapped_column(ForeignKey("maintenance.id"), primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("status_part.id"), primary_key=True)
