"""Staff note a ceiling that a client agreed to in writing (R17c)."""

from flask import Response
from flask_login import current_user

from projectie.clock.now import now
from projectie.doors import desk
from projectie.tickets.ticket_shown import again, said
from projectie.work import ceilings
from projectie.work.credit_forms import NotedCeilingForm
from projectie.work.panel import time_beside

__all__ = ["time_beside"]  # the form stands in it


@desk.post("/tickets/<int:ticket>/ceiling", endpoint="note_ceiling")
def note_ceiling(ticket: int) -> Response:
    """Note the ceiling of a request, and how it was agreed."""
    form = NotedCeilingForm()
    if not form.validate_on_submit():
        return again(ticket, ceiling_form=form)
    ceilings.note(ticket, form.ceiling.data, form.ceiling_agreed.data, current_user, now())
    return said(ticket)
