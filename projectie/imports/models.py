"""Imports: a file that is brought in, or was, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class ImportState(StrEnum):
    """How far an import is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ImportRun(Base):
    """A file that is being brought in, or was: how much became of it, and which lines were refused."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(32))
    filename: Mapped[str] = mapped_column(Text)
    dry: Mapped[bool]  # only told what would happen
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    state: Mapped[ImportState] = mapped_column(index=True)
    done: Mapped[int]
    total: Mapped[int]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int]
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)  # the file, for a week
    size: Mapped[int]
    counts: Mapped[dict[str, Any]]  # outcome: how many
    lines: Mapped[list[dict[str, Any]]]  # what was refused, and why
