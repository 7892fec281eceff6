"""A ticket gets another title: what the client reads too, in the portal and as the subject of letters."""

from datetime import datetime

from projectie import history
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.tickets.changed import Changed
from projectie.tickets.columns import held


def retitle(number: int, title: str, version: int, by: int, now: datetime) -> None:
    """Give a ticket that title; raise Changed when somebody else was ahead, MissingError without the ticket."""
    with transaction() as session:
        ticket = held(session, number)
        if ticket.version != version:
            raise Changed(ticket.version)
        if ticket.subject == title:
            return
        ticket.subject = title
        ticket.version += 1
        history.record(session, at=now, by=by, deed="ticket.retitled", of=("ticket", number))
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by)
