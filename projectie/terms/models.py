"""What is kept of the terms: versions, closed days, and the studio's own facts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base
from projectie.terms.studio import INVOICE_DAYS


class TermsVersion(Base):
    """One version of the terms; once it has a number it is never changed or deleted (R2)."""

    __tablename__ = "terms_version"
    __table_args__ = (
        CheckConstraint("(number IS NULL) = (in_force_from IS NULL)", name="published_has_date"),
        CheckConstraint("(number IS NULL) = (published_at IS NULL)", name="published_has_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int | None] = mapped_column(unique=True)  # none: still a draft
    in_force_from: Mapped[date | None]  # studio's local date
    content: Mapped[dict[str, Any]]  # what terms/content.py reads and writes
    version: Mapped[int]  # of the draft: a stale save is refused
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]


class ClosedDayRow(Base):
    """A day that does not count as a working day (R6)."""

    __tablename__ = "closed_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    name_nl: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))


class Studio(Base):
    """The company that runs this desk: one row; another studio fills in its own."""

    __tablename__ = "studio"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(400))  # lines
    kvk: Mapped[str] = mapped_column(String(20))
    vat_id: Mapped[str | None] = mapped_column(String(20))
    site: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(40))
    support_address: Mapped[str] = mapped_column(String(254))
    urgent_address: Mapped[str] = mapped_column(String(254))
    info_address: Mapped[str] = mapped_column(String(254))
    tagline_nl: Mapped[str] = mapped_column(String(100))
    tagline_en: Mapped[str] = mapped_column(String(100))
    zone: Mapped[str] = mapped_column(String(64))  # IANA name
    iban: Mapped[str] = mapped_column(String(34), default="")  # compact
    bic: Mapped[str] = mapped_column(String(11), default="")
    account_name: Mapped[str] = mapped_column(String(70), default="")  # empty: the name
    invoice_address: Mapped[str] = mapped_column(String(254), default="")
    invoice_days: Mapped[int] = mapped_column(default=INVOICE_DAYS)
    updated_at: Mapped[datetime]
