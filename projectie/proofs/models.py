"""Proofs for print: files put up for approval, and what the client said of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class Proof(Base):
    """One version of something to print; the file itself is named by its hash, and never changes."""

    __tablename__ = "proof"
    __table_args__ = (
        UniqueConstraint("ticket_number", "piece", "version", name="uq_proof_version"),
        CheckConstraint("version > 0", name="version_counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    piece: Mapped[str] = mapped_column(String(100))  # what it is a proof of; its versions share it
    version: Mapped[int]
    filename: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    words: Mapped[str] = mapped_column(Text)  # to the client, with it
    nonce: Mapped[str] = mapped_column(String(32))  # signed in the address
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ProofVerdict(StrEnum):
    """What the client said."""

    APPROVED = "approved"
    CHANGES = "changes"


class ProofAnswer(Base):
    """Evidence: who said what of which file, when, from where. Never changed or deleted."""

    __tablename__ = "proof_answer"
    __table_args__ = (UniqueConstraint("proof_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proof_id: Mapped[int] = mapped_column(ForeignKey("proof.id"))
    sha256: Mapped[str] = mapped_column(String(64))  # of the very file that was looked at
    verdict: Mapped[ProofVerdict]
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: by the link alone
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(100))  # of the network
    device: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
