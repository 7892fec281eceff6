"""What a client has agreed: a tier from one date to another; and who does what for a self-hoster."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from projectie.contracts.priority import Priority
from projectie.contracts.sla import Counts
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


class SlaPolicy(Base):
    """A version of what an SLA promises, from a day of its contract until the next version; never changed (R2, R10)."""

    __tablename__ = "sla_policy"
    __table_args__ = (
        UniqueConstraint("contract_id", "version"),
        CheckConstraint("version > 0", name="version_counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    version: Mapped[int]  # of this contract, from one
    starts_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SlaTimes(Base):
    """What a version promises for one priority; what it does not name is as in the terms (R10)."""

    __tablename__ = "sla_times"
    __table_args__ = (
        CheckConstraint("response_minutes IS NULL OR response_minutes > 0", name="response_takes_time"),
        CheckConstraint("resolution_minutes IS NULL OR resolution_minutes > 0", name="resolution_takes_time"),
        CheckConstraint(
            "response_minutes IS NULL OR resolution_minutes IS NULL OR resolution_minutes >= response_minutes",
            name="answered_before_solved",
        ),
    )

    policy_id: Mapped[int] = mapped_column(ForeignKey("sla_policy.id"), primary_key=True)
    priority: Mapped[Priority] = mapped_column(primary_key=True)
    counts: Mapped[Counts]
    response_minutes: Mapped[int | None]
    resolution_minutes: Mapped[int | None]
