"""Staff decide on the coverage of a ticket, beside it (R4)."""

from flask import Response
from flask_login import current_user

from projectie.clock.now import now
from projectie.doors import desk
from projectie.tickets import coverage_actions
from projectie.tickets.coverage_forms import CoverageForm, RequestForm
from projectie.tickets.coverage_panel import coverage_panel
from projectie.tickets.ticket_shown import again, said

__all__ = ["coverage_panel"]  # the forms stand in it


@desk.post("/tickets/<int:ticket>/coverage", endpoint="decide_coverage")
def decide_coverage(ticket: int) -> Response:
    """Keep how the work is paid, and why."""
    form = CoverageForm()
    if not form.validate_on_submit():
        return again(ticket, coverage_form=form)
    coverage_actions.decide_coverage(ticket, form.decided(), form.paid_because.data, current_user.id, now())
    return said(ticket)


@desk.post("/tickets/<int:ticket>/work-requests", endpoint="note_request")
def note_request(ticket: int) -> Response:
    """Note who asked for work on request."""
    form = RequestForm()
    if not form.validate_on_submit():
        return again(ticket, request_form=form)
    coverage_actions.note_request(ticket, form.asked_by.data, current_user.id, now())
    return said(ticket)
