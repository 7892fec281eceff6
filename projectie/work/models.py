"""Time that was worked on tickets, what was waived of its cost, how much it may cost, and what the client was told."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, exists
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base
from projectie.tickets.models import Ticket
from projectie.work.rules import Gift


class TimeEntry(Base):
    """A piece of work that was booked, once for each key; what it says stands in its revisions."""

    __tablename__ = "time_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class TimeRevision(Base):
    """What a piece of work says since a moment: the newest revision holds, none is changed (append-only).

    What the consent it stands under says is kept with it (R13, R15): four columns, all or none.
    """

    __tablename__ = "time_revision"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes_count"),
        CheckConstraint("(consent_id IS NULL) = (consent_maximum IS NULL)", name="consent_is_whole"),
        CheckConstraint("factor_numerator > 0 AND factor_denominator > 0", name="factor_counts"),
        Index("ix_time_revision_entry_id_id", "entry_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("time_entry.id"))
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who worked
    day: Mapped[date]
    minutes: Mapped[int]
    consent_id: Mapped[int | None]  # of the urgent room; none: normal minutes
    factor_numerator: Mapped[int | None]
    factor_denominator: Mapped[int | None]
    consent_maximum: Mapped[int | None]  # credits
    note_client: Mapped[str] = mapped_column(Text)  # what was done; the client reads it
    note_inside: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)  # why it was changed; needed for a colleague's time
    removed: Mapped[bool]


class Timer(Base):
    """A timer that runs: one for each person."""

    __tablename__ = "timer"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"))
    started_at: Mapped[datetime]


class LeniencyDecision(Base):
    """What a manager waives of a ticket's charge, and why (R16); the last one holds, none is changed (append-only)."""

    __tablename__ = "leniency_decision"
    __table_args__ = (CheckConstraint("credits >= 0", name="credits_count"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    gift: Mapped[Gift]
    credits: Mapped[int]  # of a part; otherwise nothing
    because: Mapped[str] = mapped_column(Text)  # the client reads it
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class Ceiling(Base):
    """How many credits a request, or all of an organisation's in a calendar month, may cost (R17c).

    The last one of each holds, none is changed (append-only).
    """

    __tablename__ = "ceiling"
    __table_args__ = (CheckConstraint("credits >= 0", name="credits_count"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    ticket_number: Mapped[int | None] = mapped_column(ForeignKey("ticket.number"), index=True)
    credits: Mapped[int | None]  # none: no ceiling any more
    agreed: Mapped[str] = mapped_column(Text)  # how it was agreed, where staff noted it; empty: by the client
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class CostDue(Base):
    """A contract or the terms changed what time may cost: the worker posts the difference, then forgets the row (R4)."""

    __tablename__ = "cost_due"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # none: of all clients
    since: Mapped[date | None]  # of days from then on; none: of all days


class Receipt(Base):
    """What a client is told when a ticket is done (R25a): due some minutes after, once for each closing."""

    __tablename__ = "receipt"
    __table_args__ = (
        CheckConstraint("written_at IS NULL OR void_at IS NULL", name="one_end"),
        Index("ix_receipt_open", "written_at", "void_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    closed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    written_at: Mapped[datetime | None]
    void_at: Mapped[datetime | None]  # the ticket was open again before that, or there was nobody to tell
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_letter.id"))
    said: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # as it was written

    @classmethod
    def open_to(cls, person_id: int) -> ColumnElement[bool]:
        """Return the condition under which a client sees it: who sees the request (people/scope.py asks)."""
        return exists().where(Ticket.number == cls.ticket_number, Ticket.open_to(person_id)).correlate(cls)
