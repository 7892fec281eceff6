"""Staff take something down for a client, or move a ticket that turns out to be a complaint; then it is gone for them (R26a)."""

from typing import Any

from flask import Response, current_app
from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.complaints import moving
from projectie.complaints.access import managers
from projectie.complaints.case import About, Way
from projectie.complaints.filing import Filed, file
from projectie.complaints.forms import TakenDownForm, files_in
from projectie.database import MissingError, db
from projectie.doors import desk
from projectie.language import language
from projectie.pages import page
from projectie.tickets.models import Ticket
from projectie.tickets.panels import hang
from projectie.tickets.ticket_page import TicketPage


@hang("complaints/_panel.html", place=95)
def way_out(session: Session, shown: TicketPage, at: Any) -> dict[str, Any]:
    """Show the way into confidence beside every ticket; nothing is read for it."""
    del session, shown, at
    return {}


@desk.get("/confidence", endpoint="take_down")
def take_down() -> Response:
    """Ask what the client says."""
    return _ask(TakenDownForm(formdata=None))


@desk.post("/confidence", endpoint="keep_taken_down")
def keep_taken_down() -> Response:
    """Seal it; whoever wrote it down cannot read it any more."""
    form = TakenDownForm().offer(managers(db.session()))
    if not form.validate_on_submit():
        return _ask(form, 422 if form.errors else 200)
    filed = _taken_down(form)
    file(filed, now())
    return page("complaints/taken_down.html", told=bool(filed.address))


def _taken_down(form: TakenDownForm) -> Filed:
    return Filed(
        about=About(form.about.data),
        way=Way.STAFF,
        language=language(),
        text=form.text.data,
        name=form.name.data or "",
        address=(form.email.data or "").strip(),
        taken_by=current_user.id,
        concerns=form.concerns.data or "",
        files=files_in(form.files),
        key=form.key.data or "",
    )


@desk.get("/tickets/<int:ticket>/confidence", endpoint="leave_ticket")
def leave_ticket(ticket: int) -> Response:
    """Say what happens when a ticket is moved into confidence."""
    found = db.session.get(Ticket, ticket)
    if found is None:
        raise MissingError("ticket")
    return page("complaints/leave.html", ticket=found)


@desk.post("/tickets/<int:ticket>/confidence", endpoint="move_ticket")
def move_ticket(ticket: int) -> Response:
    """Move it: from now on there is no such ticket."""
    try:
        moving.move(ticket, current_app.extensions["projectie.blobs"], current_user.id, now())
    except moving.Tied:
        return page("complaints/leave.html", 422, ticket=db.session.get(Ticket, ticket), tied=True)
    return page("complaints/left.html")


def _ask(form: TakenDownForm, status: int = 200) -> Response:
    return page("complaints/take_down.html", status, form=form.offer(managers(db.session())))
