"""Who takes part in a ticket beside its requester, and the mails that a colleague passed on for a client."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class Came(StrEnum):
    """How somebody came to a ticket."""

    WROTE = "wrote"  # on the ticket, without being its requester
    CC = "cc"  # named in To or Cc of a mail whose sender is proven
    ADDED = "added"  # by a colleague


class Standing(StrEnum):
    """What a participant may get."""

    TAKES_PART = "takes_part"
    PROPOSED = "proposed"  # from outside the organisation: staff are asked first, nothing is mailed (R30)
    DECLINED = "declined"
    REMOVED = "removed"


class Participant(Base):
    """Somebody beside the requester; what staff once decided about an address stands (R30)."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("ticket_number", "address"),
        CheckConstraint("address = lower(address)", name="address_lower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"))
    address: Mapped[str] = mapped_column(String(254))  # lower case
    name: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    came: Mapped[Came]
    standing: Mapped[Standing]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))  # the mail that named them
    created_at: Mapped[datetime]


class Forward(Base):
    """A client's mail that a proven colleague passed on (R33): what it says, apart from what the colleague wrote."""

    __tablename__ = "forward"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken: Mapped[bool]  # the ticket is the client's; undone: it is the colleague's own
    from_name: Mapped[str] = mapped_column(Text)
    from_address: Mapped[str] = mapped_column(String(254))  # lower case
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)  # what the client wrote
    above: Mapped[str] = mapped_column(Text)  # what the colleague wrote: never mailed
    own_text: Mapped[str] = mapped_column(Text)  # the message's own text while it counts as the colleague's
    language: Mapped[str] = mapped_column(String(2))  # the client's
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"))  # which holds what the colleague wrote
