"""Put tickets into an outage, and take them out again."""

from collections.abc import Iterable
from datetime import datetime

from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.outages.actions import held
from projectie.outages.grouping import put_in, take_out


def add_tickets(outage_id: int, numbers: Iterable[int], by: int, now: datetime) -> int:
    """Let the outage group these tickets and return how many are new; raise OutageError or MissingError."""
    with transaction() as session:
        new = put_in(session, held(session, outage_id), numbers, by, now)
        for number in new:
            announce(session, at=now, kind="ticket", of=number, by=by)
        return len(new)


def remove_ticket(outage_id: int, number: int, by: int, now: datetime) -> None:
    """Take a ticket out of the outage; raise MissingError when it was not in it."""
    with transaction() as session:
        if not take_out(session, held(session, outage_id), number, by, now):
            raise MissingError(f"ticket {number}")
