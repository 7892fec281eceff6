"""Copies of data that are being made or wait to be fetched, and how long each kind of data is kept."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class ExportState(StrEnum):
    """How far a copy is."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


class DataExport(Base):
    """A copy of all that the desk holds of a person or a client, as one zip; it goes after some days."""

    __tablename__ = "data_export"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="of_one"),
        CheckConstraint("(sha256 IS NOT NULL) = (state = 'ready')", name="ready_has_bytes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    state: Mapped[ExportState] = mapped_column(index=True)
    done: Mapped[int]  # steps
    total: Mapped[int]  # 0: not counted yet
    leased_until: Mapped[datetime | None]  # a worker has it in hand
    attempts: Mapped[int]
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    size: Mapped[int]
    expires_at: Mapped[datetime | None]


class RetentionRule(Base):
    """How many days a kind of data is kept, where a manager chose otherwise than the program's own figure."""

    __tablename__ = "retention_rule"
    __table_args__ = (CheckConstraint("days > 0", name="days_count"),)

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    days: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class RetentionRun(Base):
    """One night's cleaning: how much of each kind went."""

    __tablename__ = "retention_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the worker, at night
    removed: Mapped[dict[str, Any]]  # kind: how many
