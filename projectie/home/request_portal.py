"""One request of a client by its number: also of one that goes on under another."""

from typing import Any

from flask import Response, abort
from flask_login import current_user
from sqlalchemy import select

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.doors import portal
from projectie.home.lines import lines, tickets
from projectie.pages import page
from projectie.people.scope import seen_by
from projectie.proofs.queries import proofs_for
from projectie.tickets.merged import goes_on_at
from projectie.tickets.models import Ticket
from projectie.urgent.queries import quotes_of


@portal.get("/requests/<int:ticket>")
def request(ticket: int) -> Response:
    """Show how a request stands; a number that was merged into another still opens, and leads there (R17a)."""
    session, there = db.session(), goes_on_at(db.session(), ticket)
    mine = select(Ticket.number).where(Ticket.number.in_((ticket, there)))
    seen = set(session.scalars(seen_by(current_user, mine, Ticket.organisation_id)))
    if seen != {ticket, there}:
        abort(404)
    found = lines(
        session, seen_by(current_user, tickets().where(Ticket.number == there), Ticket.organisation_id), 1
    )
    proofs = [one for one in proofs_for(session, current_user) if one.ticket == there]
    shown: dict[str, Any] = {"line": found.rows[0], "asked_for": ticket, "proofs": proofs}
    its = select(Ticket.urgent_asked.label("asked"), Ticket.urgent_by.label("by")).where(
        Ticket.number == there
    )
    shown |= {"urgency": session.execute(its).one(), "quotes": quotes_of(session, there)}
    return page("home/request.html", **shown, seen_at=now(), seen_on=today())
