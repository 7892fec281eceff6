"""What staff decided about the coverage of a ticket, and who asked for work on request (R4)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from projectie.contracts.coverage import Consequence
from projectie.database import Base


class CoverageDecision(Base):
    """How the work is paid by decision of staff, and why; the last one holds, none is changed (append-only)."""

    __tablename__ = "coverage_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    consequence: Mapped[Consequence | None]  # none: as the contract says, after all
    because: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class WorkRequest(Base):
    """Who asked for work that is done on request alone, as staff noted it (append-only)."""

    __tablename__ = "work_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    asked_by: Mapped[str] = mapped_column(String(200))
    noted_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
