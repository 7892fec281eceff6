"""How long a ticket takes, as a colleague reckons (R9): kept with its history, never shown to the client."""

from datetime import datetime

from projectie import history
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.tickets.board_models import Estimate
from projectie.tickets.columns import held

ESTIMATED = "ticket.estimated"
MOST_MINUTES = 60_000  # a thousand hours is a project


def estimate(number: int, minutes: int | None, by: int, now: datetime) -> bool:
    """Keep how many minutes a ticket takes, or that nobody knows; return whether that changed. Raises MissingError."""
    with transaction() as session:
        held(session, number)
        row = session.get(Estimate, number)
        before = row.minutes if row else None
        if minutes == before:
            return False
        if minutes is None:
            session.delete(row)
        elif row is None:
            session.add(Estimate(ticket_number=number, minutes=minutes, by=by, at=now))
        else:
            row.minutes, row.by, row.at = minutes, by, now
        details = {"minutes": minutes, "before": before}
        history.record(session, at=now, by=by, deed=ESTIMATED, of=("ticket", number), details=details)
        announce(session, at=now, kind="ticket", of=number, by=by)
        return True
