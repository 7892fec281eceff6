"""Links between two tickets: what a ticket has to do with another."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base


class LinkKind(StrEnum):
    """How the first ticket of a link relates to the second."""

    RELATES = "relates"
    BLOCKS = "blocks"
    SPLIT = "split"  # split off the other
    FOLLOWS = "follows"  # opened by a reply that came too late to reopen the other (R17a)


class TicketLink(Base):
    """A link from a ticket to another, shown on both."""

    __tablename__ = "ticket_link"
    __table_args__ = (
        UniqueConstraint("from_number", "to_number", "kind", name="uq_ticket_link_from_number"),
        CheckConstraint("from_number <> to_number", name="to_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"))
    to_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    kind: Mapped[LinkKind]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the desk itself
    at: Mapped[datetime]
