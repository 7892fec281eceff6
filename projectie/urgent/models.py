"""Quotes for urgent work, to whom they were sent, and what was agreed to (R14, R15)."""

from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    exists,
)
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base
from projectie.money import Total
from projectie.tickets.models import Ticket
from projectie.urgent.rules import Ground, QuoteState


class Quote(Base):
    """One version of a quote, frozen as it was sent: nothing but its state ever changes (guarded)."""

    __tablename__ = "quote"
    __table_args__ = (
        UniqueConstraint("ticket_number", "version", name="uq_quote_version"),
        CheckConstraint("minutes > 0 AND maximum > 0 AND version > 0", name="counts"),
        CheckConstraint(
            "factor_denominator > 0 AND factor_numerator >= factor_denominator", name="costs_more"
        ),
        CheckConstraint("excluding_cents >= 0 AND vat_cents >= 0", name="amounts_count"),
        CheckConstraint("valid_until <= ready_by", name="in_order"),
        Index("ix_quote_open", "state", "valid_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    version: Mapped[int]
    grounds: Mapped[list[str]]
    minutes: Mapped[int]  # estimate
    factor_numerator: Mapped[int]
    factor_denominator: Mapped[int]
    proposed_numerator: Mapped[int]  # what the table of the terms says
    proposed_denominator: Mapped[int]
    maximum: Mapped[int]  # credits
    price_cents: Mapped[int]  # of a credit, ex VAT, at that moment
    excluding_cents: Mapped[int]
    vat_cents: Mapped[int]
    vat_percent: Mapped[int]  # nothing: no Dutch VAT
    ready_by: Mapped[datetime]
    valid_until: Mapped[datetime]
    terms_number: Mapped[int] = mapped_column(ForeignKey("terms_version.number"))
    language: Mapped[str] = mapped_column(String(2))
    words: Mapped[str] = mapped_column(Text)  # of whoever sent it, to the client
    html: Mapped[str] = mapped_column(Text)  # as it is shown, for ever
    text: Mapped[str] = mapped_column(Text)
    button: Mapped[str] = mapped_column(String(200))  # names price and duty
    html_sha256: Mapped[str] = mapped_column(String(64))
    text_sha256: Mapped[str] = mapped_column(String(64))
    moves: Mapped[Any] = mapped_column(
        JSON
    )  # tickets whose promise it would break; then a manager sent it (R14)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    state: Mapped[QuoteState]
    state_at: Mapped[datetime]
    late_at: Mapped[datetime | None]  # it was not ready in time, and a manager was told

    @classmethod
    def open_to(cls, person_id: int) -> ColumnElement[bool]:
        """Return the condition under which a client sees it: who sees the request (people/scope.py asks)."""
        return exists().where(Ticket.number == cls.ticket_number, Ticket.open_to(person_id)).correlate(cls)

    @property
    def factor(self) -> Fraction:
        """The urgent rate, as a multiple of the ordinary one."""
        return Fraction(self.factor_numerator, self.factor_denominator)

    @property
    def proposed(self) -> Fraction:
        """What the table of the terms says of its grounds."""
        return Fraction(self.proposed_numerator, self.proposed_denominator)

    @property
    def reasons(self) -> tuple[Ground, ...]:
        """Its grounds."""
        return tuple(Ground(each) for each in self.grounds)

    @property
    def total(self) -> Total:
        """The most it costs, in cents."""
        return Total(self.excluding_cents, self.vat_cents)


class QuoteReader(Base):
    """Somebody a quote was sent to, with a link of their own (signed: the nonce is half of it)."""

    __tablename__ = "quote_reader"
    __table_args__ = (UniqueConstraint("quote_id", "person_id", name="uq_quote_reader_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    nonce: Mapped[str] = mapped_column(String(32))


class ConsentWay(StrEnum):
    """How somebody agreed: always in writing (R13)."""

    PORTAL = "portal"
    LINK = "link"  # signed, from their mail
    MAIL = "mail"  # an answer by mail, recorded by staff with that mail


class Consent(Base):
    """Evidence (R15): who agreed to what, when, from where. Never changed or deleted, and chained to the one before."""

    __tablename__ = "consent"
    __table_args__ = (
        UniqueConstraint("quote_id"),
        UniqueConstraint("hash"),
        CheckConstraint(
            "(way = 'mail') = (message_id IS NOT NULL AND recorded_by_id IS NOT NULL)", name="mail_is_kept"
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1 … n, none left out
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"))
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(200))  # as typed
    role: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    local: Mapped[str] = mapped_column(String(40))  # the same moment on the studio's clock
    address: Mapped[str] = mapped_column(String(100))  # of the network, or of the mail
    device: Mapped[str] = mapped_column(String(300))
    way: Mapped[ConsentWay]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    button: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)  # exactly as it was shown
    text_sha256: Mapped[str] = mapped_column(String(64))
    html_sha256: Mapped[str] = mapped_column(String(64))
    factor_numerator: Mapped[int]
    factor_denominator: Mapped[int]
    maximum: Mapped[int]
    first_day: Mapped[date]  # work of these days is covered
    last_day: Mapped[date]
    terms_number: Mapped[int] = mapped_column(ForeignKey("terms_version.number"))
    hash: Mapped[str] = mapped_column(String(64))


class ConsentEnd(Base):
    """What the end of the chain is, so that a consent removed from the end is noticed too; it only ever goes on."""

    __tablename__ = "consent_end"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column("consents")
    hash: Mapped[str] = mapped_column(String(64))
