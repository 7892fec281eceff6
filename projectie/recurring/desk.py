"""Staff tick the checklist of a round on its ticket, and send the result."""

from datetime import datetime

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see
from projectie.recurring import checklist
from projectie.recurring.forms import ResultForm
from projectie.recurring.models import RecurringRound
from projectie.recurring.queries import checklist_of, estimate_of
from projectie.tickets.along import goes_along
from projectie.tickets.conversation import NobodyToAnswer
from projectie.tickets.models import Column
from projectie.tickets.panels import Facts, hang
from projectie.tickets.ticket_page import TicketPage

goes_along(RecurringRound.ticket_number, RecurringRound.id, single=True)
REFUSALS = {
    checklist.NotDone: _l("Not sent: tick every line first."),
    checklist.WasSent: _l("Not sent again: this ticket is done already."),
    NobodyToAnswer: _l("Not sent: this ticket has no email address to answer to."),
}


@hang("recurring/_panel.html", place=15)
def checklist_beside(session: Session, shown: TicketPage, now: datetime) -> Facts | None:
    """Return the checklist of the ticket's round, in two statements; none where the ticket counts no lines."""
    del now
    lines = checklist_of(session, shown.ticket.number) if shown.ticket.lines else []
    if not lines:
        return None
    is_open = shown.ticket.column is not Column.DONE
    ready = is_open and all(line.done_at for line in lines)
    estimate = estimate_of(session, shown.ticket.number)
    return {"lines": lines, "ready": ready, "is_open": is_open, "estimate": estimate}


@desk.post("/tickets/<int:ticket>/lines/<int:line>/tick")
def tick_line(ticket: int, line: int) -> Response:
    """Tick a line off, or take the tick away."""
    checklist.tick(ticket, line, current_user.id, now(), done=request.form.get("done") == "yes")
    return see(url_for("desk.ticket", ticket=ticket))


@desk.get("/tickets/<int:ticket>/result")
def write_result(ticket: int) -> Response:
    """Ask whether there is anything to add to the letter that says what was done."""
    return _ask(ticket, ResultForm(formdata=None))


@desk.post("/tickets/<int:ticket>/result")
def send_result(ticket: int) -> Response:
    """Tell the client what was done, and finish the ticket."""
    form = ResultForm()
    if not form.validate_on_submit():
        return _ask(ticket, form)
    try:
        checklist.send_result(ticket, form.more.data or "", current_user, _key(), now())
    except (checklist.NotDone, checklist.WasSent, NobodyToAnswer) as refusal:
        form.more.errors = [str(REFUSALS[type(refusal)])]
        return _ask(ticket, form)
    flash(_("The result has been sent, and the ticket is done."), "ok")
    return see(url_for("desk.ticket", ticket=ticket))


def _ask(ticket: int, form: ResultForm) -> Response:
    lines = checklist_of(db.session(), ticket) or abort(404)
    return page("recurring/result.html", 422 if form.errors else 200, form=form, ticket=ticket, lines=lines)


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key
