"""Top-ups: what somebody asked to buy, at which price, how it is paid, and the entry it became (R22)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base
from projectie.money import Total
from projectie.topups.rules import TopUpState, Way


class TopUp(Base):
    """Credits that are being bought; credited once, whatever is heard of its payment and how often."""

    __tablename__ = "top_up"
    __table_args__ = (
        CheckConstraint("credits > 0", name="buys_something"),
        CheckConstraint("excluding_cents >= 0 AND vat_cents >= 0", name="amounts_count"),
        CheckConstraint(
            "(entry_id IS NOT NULL) = (state IN ('paid', 'refunded', 'charged_back'))",
            name="paid_is_credited",
        ),
        Index("ix_top_up_organisation_id_id", "organisation_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # of the form: sent twice it is one
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    way: Mapped[Way]
    credits: Mapped[int]
    price_cents: Mapped[int]  # of a credit when it was asked for, ex VAT
    vat_percent: Mapped[int]
    excluding_cents: Mapped[int]
    vat_cents: Mapped[int]
    terms_number: Mapped[int] = mapped_column(ForeignKey("terms_version.number"))
    state: Mapped[TopUpState] = mapped_column(index=True)
    created_at: Mapped[datetime]
    state_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]  # when the provider was asked last
    provider_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    checkout_url: Mapped[str] = mapped_column(Text)
    method: Mapped[str] = mapped_column(String(40))  # as the provider names it; empty: chosen there
    received_cents: Mapped[int | None]
    received_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who saw it on the account
    ticket_number: Mapped[int | None] = mapped_column(ForeignKey("ticket.number"))  # where it is arranged
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)

    @property
    def total(self) -> Total:
        """What is to be paid."""
        return Total(self.excluding_cents, self.vat_cents)

    @property
    def reference(self) -> str:
        """What the payer names, and whoever reads the account statement looks for."""
        return reference_of(self.id)


class TopUpOffer(Base):
    """The amounts that are offered; without a row those that came with the program."""

    __tablename__ = "top_up_offer"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    amounts: Mapped[Any] = mapped_column(JSON)  # credits, in the order shown
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


def reference_of(number: int) -> str:
    """Return the reference of a top-up."""
    return f"CREDITS-{number:04d}"
