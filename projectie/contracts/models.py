"""What a client has agreed: a tier from one date to another; and who does what for a self-hoster."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class Contract(Base):
    """A tier of the terms for an organisation, in force from its first to its last day."""

    __tablename__ = "contract"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    tier: Mapped[str] = mapped_column(String(32))  # key of a tier in the terms
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]  # last day; none: open-ended


class Duty(StrEnum):
    """What has to be done for a running site (R5)."""

    BACKUPS = "backups"
    UPDATES = "updates"
    DNS = "dns"
    CERTIFICATES = "certificates"
    MAIL = "mail"


class Doer(StrEnum):
    """Who does it (R5)."""

    STUDIO = "studio"
    PROVIDER = "provider"
    CLIENT = "client"


class Task(Base):
    """One line of the division of tasks (R5)."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("organisation_id", "duty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    duty: Mapped[Duty]
    doer: Mapped[Doer]
    contact: Mapped[str] = mapped_column(String(300))  # provider's name and how to reach it, or empty
