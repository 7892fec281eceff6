"""Tags: words that staff put on tickets."""

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from projectie.database import Base


class Tag(Base):
    """A word that staff put on tickets."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    folded: Mapped[str] = mapped_column(String(80), unique=True)  # without case and accents: one of each


class TicketTag(Base):
    """A tag on a ticket."""

    __tablename__ = "ticket_tag"
    __table_args__ = (Index("ix_ticket_tag_tag_id", "tag_id"),)

    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)


def tagged(session: Session, folded_name: str) -> frozenset[int]:
    """Return the tickets with that tag, which is given without case and accents."""
    its = select(TicketTag.ticket_number).join(Tag, Tag.id == TicketTag.tag_id)
    return frozenset(session.scalars(its.where(Tag.folded == folded_name)))
