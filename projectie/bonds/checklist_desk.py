"""The checklist of a ticket for staff; every deed is a form of its own, so it works by keyboard and without scripts."""

from datetime import datetime

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.bonds import checklist
from projectie.bonds.forms import LineForm, LinesForm
from projectie.clock.now import now
from projectie.doors import desk
from projectie.tickets.panels import Facts, hang
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.ticket_shown import again, said


@hang("bonds/_checklist.html", place=30)
def checklist_beside(session: Session, shown: TicketPage, at: datetime) -> Facts | None:
    """Return the checklist of a ticket; no statement where it has none."""
    del at
    ticket = shown.ticket
    if ticket.merged_into is not None:
        return None
    lines = checklist.checklist_of(session, ticket.number) if ticket.lines else []
    return {"lines": lines, "form": LinesForm(formdata=None)}


@desk.post("/tickets/<int:ticket>/checklist", endpoint="add_lines")
def add_lines(ticket: int) -> Response:
    """Add lines."""
    form = LinesForm()
    if not form.validate_on_submit():
        return again(ticket, lines_form=form)
    try:
        checklist.add(ticket, form.lines.data, current_user.id, now())
    except checklist.TooManyLines:
        form.lines.errors = [_("Not added: a list has %(most)s lines at most.", most=checklist.MOST)]
        return again(ticket, lines_form=form)
    return said(ticket)


@desk.post("/tickets/<int:ticket>/checklist/<int:item>/tick", endpoint="tick_item")
def tick_item(ticket: int, item: int) -> Response:
    """Tick a line, or take the tick away."""
    checklist.tick(ticket, item, current_user.id, now(), done=request.form.get("done") == "yes")
    return said(ticket)


@desk.post("/tickets/<int:ticket>/checklist/<int:item>/words", endpoint="rename_item")
def rename_item(ticket: int, item: int) -> Response:
    """Say a line otherwise; one that says nothing stays as it is."""
    form = LineForm()
    if form.validate_on_submit():
        checklist.rename(ticket, item, form.words.data, current_user.id, now())
    return said(ticket)


@desk.post("/tickets/<int:ticket>/checklist/<int:item>/place", endpoint="move_item")
def move_item(ticket: int, item: int) -> Response:
    """Move a line one place."""
    checklist.move(ticket, item, current_user.id, now(), up=request.form.get("to") == "up")
    return said(ticket)


@desk.post("/tickets/<int:ticket>/checklist/<int:item>/removal", endpoint="remove_item")
def remove_item(ticket: int, item: int) -> Response:
    """Take a line away."""
    checklist.remove(ticket, item, current_user.id, now())
    return said(ticket)
