"""Staff say how long a ticket takes, beside the ticket (R9); clients never see it."""

from datetime import datetime
from typing import Any

from flask import Response
from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.doors import desk
from projectie.planning.estimating import ESTIMATED, estimate
from projectie.planning.forms import EstimateForm
from projectie.planning.reading import estimate_of
from projectie.planning.words import long_in_words
from projectie.tickets.panels import hang
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.ticket_shown import again, found, said


@desk.post("/tickets/<int:ticket>/estimate", endpoint="estimate")
def keep_estimate(ticket: int) -> Response:
    """Keep how many minutes a ticket takes."""
    found(ticket)
    form = EstimateForm()
    if not form.validate_on_submit():
        return again(ticket, estimate_form=form)
    estimate(ticket, form.minutes(), current_user.id, now())
    return said(ticket)


@hang("planning/_estimate.html", place=30)
def panel(session: Session, shown: TicketPage, now: datetime) -> dict[str, Any]:
    """Return what the panel shows: the estimate, and who made it."""
    del now
    known = estimate_of(session, shown.ticket.number) if ESTIMATED in shown.done else None
    return {
        "minutes": known[0] if known else None,
        "words": long_in_words(known[0]) if known else "",
        "by": known[1] if known else "",
        "at": known[2] if known else None,
        "form": EstimateForm(formdata=None, data={"estimate": str(known[0]) if known else ""}),
    }
