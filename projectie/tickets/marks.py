"""What staff put on a ticket besides its properties: another priority than the rule's, later, the same as another."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base
from projectie.tickets.models import Column
from projectie.tickets.priority import Priority


class Overrule(Base):
    """Staff decided on another priority than the rule gives (R8); who, and why."""

    __tablename__ = "overrule"

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("ticket.number"), primary_key=True, autoincrement=False
    )
    priority: Mapped[Priority]
    because: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Snooze(Base):
    """A new ticket that triage leaves out until then; its promise keeps running."""

    __tablename__ = "snooze"

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("ticket.number"), primary_key=True, autoincrement=False
    )
    until: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Duplicate(Base):
    """A ticket that asks for the same as another: done, and where it came from, so that it can go back."""

    __tablename__ = "duplicate"
    __table_args__ = (CheckConstraint("of_number <> ticket_number", name="of_another"),)

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("ticket.number"), primary_key=True, autoincrement=False
    )
    of_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    from_column: Mapped[Column]
    from_position: Mapped[int] = mapped_column(BigInteger)
    from_since: Mapped[datetime]
    version: Mapped[int]  # which the ticket got by it; a later change makes the way back the link alone
