"""What every deed on a call leaves behind: a line of history on its ticket, and a signal to open browsers."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from projectie import history
from projectie.calls.models import Call
from projectie.live.announce import announce
from projectie.tickets.models import Ticket


def note(
    session: Session,
    call: Call,
    ticket: Ticket,
    deed: str,
    by: int | None,
    now: datetime,
    *,
    because: str = "",
) -> None:
    """Write the line and announce it; the last part of a deed that is open."""
    details: dict[str, Any] = {"call": call.id, "starts": call.starts_at.isoformat()}
    details |= {"colleague": call.colleague_id, "minutes": call.minutes}
    details |= {"because": because} if because else {}
    history.record(session, at=now, by=by, deed=deed, of=("ticket", ticket.number), details=details)
    announce(session, at=now, kind="ticket", of=ticket.number, organisation=ticket.organisation_id, by=by)
