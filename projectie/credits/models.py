"""The ledger: whole credits of a client, entry after entry, and never one changed or deleted (R19)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class EntryKind(StrEnum):
    """What an entry is for (R19)."""

    TOP_UP = "top_up"  # bought and paid (R22)
    CHARGE = "charge"  # work, or its removal (R17)
    URGENT_CHARGE = "urgent_charge"  # work at an urgent rate (R17b)
    ADMINISTRATION = "administration"  # for an invoice (R20, R21)
    LENIENCY = "leniency"  # a gift by a manager (R16)
    CORRECTION = "correction"  # by hand, with a reason (R19)
    SETTLEMENT = "settlement"  # what an invoice takes over


class LedgerEntry(Base):
    """One change of a client's balance, chained to the one before it by its hash."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("credits <> 0", name="changes_something"),
        CheckConstraint("price_cents >= 0", name="price_counts"),
        Index("ix_ledger_entry_organisation_id_id", "organisation_id", "id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[EntryKind]
    credits: Mapped[int]  # added to the balance; charges are below zero
    balance_after: Mapped[int]
    day: Mapped[date]  # the work day, or the studio's day of what happened: its price holds (R18)
    price_cents: Mapped[int]  # of one credit on that day, ex VAT
    terms_number: Mapped[int] = mapped_column(ForeignKey("terms_version.number"))
    ticket_number: Mapped[int | None] = mapped_column(ForeignKey("ticket.number"), index=True)
    time_entry_id: Mapped[int | None] = mapped_column(ForeignKey("time_entry.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the desk itself
    why: Mapped[str] = mapped_column(Text)  # the client reads it
    key: Mapped[str] = mapped_column(String(120), unique=True)  # the same deed twice is one entry
    hash: Mapped[str] = mapped_column(
        String(64)
    )  # SHA-256, hex, over the hash before it and all of the above


class BalanceNotice(Base):
    """That somebody wants to be mailed when the balance falls below a threshold (R23)."""

    __tablename__ = "balance_notice"
    __table_args__ = (CheckConstraint("threshold > 0", name="threshold_counts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    active: Mapped[bool]  # switched off it keeps its threshold, and its link
    threshold: Mapped[int]  # credits
    nonce: Mapped[str] = mapped_column(String(32))  # signs the link in its mails
    changed_at: Mapped[datetime]


class LedgerCheck(Base):
    """What the daily proof of the ledger found last."""

    __tablename__ = "ledger_check"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    wrong: Mapped[int]  # sentences of `credits check`
