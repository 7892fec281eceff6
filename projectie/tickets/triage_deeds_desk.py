"""What else can be done in triage: a duplicate, later; and taking that back."""

from datetime import datetime

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import see
from projectie.terms.in_force import standing
from projectie.tickets import duplicates, snoozing
from projectie.tickets import triage_words as say
from projectie.tickets.changed import Changed
from projectie.tickets.ticket_shown import said
from projectie.tickets.triage_forms import DAY, MONDAY, DuplicateForm, SnoozeForm
from projectie.tickets.triage_queue import queue
from projectie.tickets.triage_shown import onwards, overtaken, shown


@desk.post("/triage/<int:ticket>/duplicate", endpoint="mark_duplicate")
def mark_duplicate(ticket: int) -> Response:
    """Close a ticket as a duplicate of another."""
    waiting, form = queue(db.session(), now()), DuplicateForm()
    if not form.validate_on_submit():
        return _again(ticket, duplicate_form=form)
    try:
        duplicates.mark_duplicate(ticket, form.number(), form.duplicate_version.data, current_user.id, now())
    except duplicates.DuplicateRefused as refused:
        form.of.errors = [say.NO_DUPLICATE[refused.reason]]
        return _again(ticket, duplicate_form=form)
    except Changed as changed:
        form.duplicate_version.raw_data, form.duplicate_version.data = None, changed.version
        form.of.errors = [_("Not saved: this ticket changed meanwhile. Check it, then save again.")]
        return _again(ticket, 409, duplicate_form=form)
    return onwards(ticket, waiting)


@desk.post("/triage/<int:ticket>/snooze", endpoint="snooze")
def snooze(ticket: int) -> Response:
    """Leave a ticket out until a moment, or until the client writes."""
    waiting, form = queue(db.session(), now()), SnoozeForm()
    if not form.validate_on_submit():
        return _again(ticket, snooze_form=form)
    until = _until(form)
    if until is None:
        form.day.errors = [_("Enter a date, such as %(example)s", example="2027-03-31")]
        return _again(ticket, snooze_form=form)
    try:
        snoozing.snooze(ticket, until, current_user.id, now())
    except snoozing.SnoozeRefused as refused:
        form.day.errors = [say.NOT_SNOOZED[refused.reason]]
        return _again(ticket, snooze_form=form)
    return onwards(ticket, waiting)


@desk.post("/tickets/<int:ticket>/duplicate/removal", endpoint="undo_duplicate")
def undo_duplicate(ticket: int) -> Response:
    """Take the link to the other ticket away."""
    duplicates.undo_duplicate(ticket, current_user.id, now())
    return _back(ticket)


@desk.post("/tickets/<int:ticket>/snooze/removal", endpoint="unsnooze")
def unsnooze(ticket: int) -> Response:
    """Let a ticket be in triage again."""
    snoozing.unsnooze(ticket, current_user.id, now())
    return _back(ticket)


def _until(form: SnoozeForm) -> datetime | None:
    days = standing(db.session(), now()).calendar
    later = snoozing.offered(now(), days)
    if form.until.data == DAY:
        return snoozing.morning(form.day.data, days) if form.day.data else None
    return later.monday if form.until.data == MONDAY else later.tomorrow


def _again(ticket: int, status: int = 422, **form: DuplicateForm | SnoozeForm) -> Response:
    """Show the ticket again with what was typed; when it left triage meanwhile, the next."""
    waiting = queue(db.session(), now())
    return shown(ticket, waiting, status, **form) if waiting.place(ticket) else overtaken(ticket, waiting)


def _back(ticket: int) -> Response:
    if request.form.get("back") == "triage":
        return see(url_for("desk.triage_ticket", ticket=ticket, _anchor="page-title"))
    return said(ticket)
