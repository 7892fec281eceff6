"""What is kept of invoices: an issued one is never changed; what happens to it afterwards is rows of their own."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base
from projectie.invoices.vat import Treatment


class InvoiceKind(StrEnum):
    """What the document is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"  # undoes one invoice, to the cent


class FileKind(StrEnum):
    """In which shape it is handed out."""

    PDF = "pdf"
    UBL = "ubl"


class Invoice(Base):
    """An invoice or credit note: a draft until it has a number, then what it says never changes."""

    __tablename__ = "invoice"
    __table_args__ = (
        CheckConstraint("(number IS NULL) = (issued_on IS NULL)", name="issued_has_date"),
        CheckConstraint("(number IS NULL) = (issued_at IS NULL)", name="issued_has_moment"),
        CheckConstraint("(number IS NULL) = (key IS NULL)", name="issued_has_key"),
        CheckConstraint("(number IS NULL) = (treatment IS NULL)", name="issued_has_treatment"),
        CheckConstraint("(kind = 'credit_note') = (credits_id IS NOT NULL)", name="credits_something"),
        UniqueConstraint("year", "place"),
        Index("ix_invoice_organisation_id_issued_on", "organisation_id", "issued_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[InvoiceKind]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[str | None] = mapped_column(String(20), unique=True)  # none: a draft
    year: Mapped[int | None]
    place: Mapped[int | None]  # in the series of that year, from 1
    key: Mapped[str | None] = mapped_column(String(120), unique=True)  # the same deed twice is one invoice
    issued_on: Mapped[date | None]  # the studio's local date
    issued_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    language: Mapped[str] = mapped_column(String(2))
    reference: Mapped[str] = mapped_column(String(100))  # the client's own
    terms_number: Mapped[int | None] = mapped_column(ForeignKey("terms_version.number"))
    treatment: Mapped[Treatment | None]
    parties: Mapped[dict[str, Any]]  # seller, buyer and bank as they were on issue (document.py)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    excluding_cents: Mapped[int]
    vat_cents: Mapped[int]
    settled_credits: Mapped[int]  # of the ledger, which it takes over
    administration_credits: Mapped[int]  # among them
    with_shortage: Mapped[bool]  # what is short is added on issue
    credits_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), unique=True)
    why: Mapped[str] = mapped_column(Text)  # of a credit note: the client reads it
    version: Mapped[int]  # of a draft: a stale save is refused
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the desk itself
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @property
    def including_cents(self) -> int:
        """What is to be paid."""
        return self.excluding_cents + self.vat_cents


class InvoiceFile(Base):
    """An issued invoice as it is handed out: made once, kept by its hash."""

    __tablename__ = "invoice_file"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True)
    kind: Mapped[FileKind] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    made_at: Mapped[datetime]


class LetterKind(StrEnum):
    """Why a letter about an invoice went out."""

    INVOICE = "invoice"
    REMINDER = "reminder"


class InvoiceLetter(Base):
    """A letter with the invoice; how it fared stands in the outbox (R34)."""

    __tablename__ = "invoice_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("outgoing_letter.id"), index=True)
    kind: Mapped[LetterKind]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class InvoicePayment(Base):
    """Money that came in for an invoice; below zero it went back."""

    __tablename__ = "invoice_payment"
    __table_args__ = (CheckConstraint("cents <> 0", name="moves_money"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)  # the same form twice is one payment
    cents: Mapped[int]
    paid_on: Mapped[date]
    reference: Mapped[str] = mapped_column(String(140))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class VatAnswer(StrEnum):
    """What the European register (VIES) said of a number."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"  # it did not answer, or a member state did not


class VatCheck(Base):
    """A VAT number that was looked up: what was asked, when, and the answer."""

    __tablename__ = "vat_check"
    __table_args__ = (Index("ix_vat_check_organisation_id_id", "organisation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[str] = mapped_column(String(20))
    answer: Mapped[VatAnswer]
    receipt: Mapped[str] = mapped_column(String(100))  # of the register: proof that we asked
    at: Mapped[datetime]
