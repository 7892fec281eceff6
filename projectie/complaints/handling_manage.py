"""Managers handle a complaint that they opened (R28)."""

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, flash, request, url_for
from flask_babel import gettext as _

from projectie.clock.now import now
from projectie.complaints import handling, reading, releasing
from projectie.complaints.case import Outcome
from projectie.complaints.forms import AnswerForm, CloseForm, ExtendForm, NoteForm, files_in
from projectie.complaints.handling import Handler, NotNow
from projectie.complaints.manage import closed_or_open, found, handler
from projectie.database import MissingError
from projectie.doors import manage
from projectie.forms import Form
from projectie.pages import see
from projectie.tickets.filing import Intake


@manage.post("/complaints/<int:complaint>/acknowledgement", endpoint="take_up_complaint")
def take_up_complaint(complaint: int) -> Response:
    """Say that I am at it."""
    return _do(complaint, lambda by: handling.take_up(complaint, by))


@manage.post("/complaints/<int:complaint>/answers", endpoint="answer_complaint")
def answer_complaint(complaint: int) -> Response:
    """Write to whoever sent it in."""
    form = AnswerForm()
    files, whole = files_in(form.files), bool(form.in_substance.data)
    return _do(
        complaint,
        lambda by: handling.answer(complaint, form.text.data, files, by, in_substance=whole),
        answer=form,
    )


@manage.post("/complaints/<int:complaint>/notes", endpoint="note_complaint")
def note_complaint(complaint: int) -> Response:
    """Add a thought for the others who have access."""
    form = NoteForm()
    return _do(complaint, lambda by: handling.deliberate(complaint, form.note.data, (), by), note=form)


@manage.post("/complaints/<int:complaint>/assignee", endpoint="assign_complaint")
def assign_complaint(complaint: int) -> Response:
    """Give it to somebody who has access."""
    to = request.form.get("assignee", 0, type=int)
    return _do(complaint, lambda by: handling.assign(complaint, to, by))


@manage.post("/complaints/<int:complaint>/extension", endpoint="extend_complaint")
def extend_complaint(complaint: int) -> Response:
    """Put the answer off, once."""
    form = ExtendForm()
    return _do(complaint, lambda by: handling.extend(complaint, form.why_later.data, by), extend=form)


@manage.post("/complaints/<int:complaint>/subjects", endpoint="shut_out_of_complaint")
def shut_out_of_complaint(complaint: int) -> Response:
    """Shut out a manager whom it is about."""
    subject = request.form.get("subject", 0, type=int)
    return _do(complaint, lambda by: handling.shut_out(complaint, subject, by))


@manage.post("/complaints/<int:complaint>/outcome", endpoint="close_complaint")
def close_complaint(complaint: int) -> Response:
    """Close it with an outcome and a letter."""
    form = CloseForm()
    return _do(complaint, lambda by: _close(complaint, form, by), close=form)


@manage.post("/complaints/<int:complaint>/release", endpoint="release_complaint")
def release_complaint(complaint: int) -> Response:
    """Hand what is no complaint to the desk, as a question."""
    settings, blobs = current_app.config["SETTINGS"], current_app.extensions["projectie.blobs"]

    def release(by: Handler) -> None:
        ticket = releasing.release(complaint, Intake.by(settings, blobs), by)
        said = _("Released to the desk: ticket #%(number)s.", number=ticket)
        flash(said if ticket else _("Released to the desk."), "ok")

    return _do(complaint, release)


def _close(complaint: int, form: CloseForm, by: Handler) -> None:
    outcome = Outcome(form.outcome.data)
    handling.close(complaint, outcome, form.measures.data or "", form.letter.data, by)


def _do(complaint: int, deed: Callable[[Handler], Any], **forms: Form) -> Response:
    """Do something with a complaint that is open in this browser; what was typed comes back when it cannot be."""
    held = found(complaint)
    if not reading.is_open(complaint, now()):
        return closed_or_open(held)
    if any(not form.validate_on_submit() for form in forms.values()):
        return closed_or_open(held, 422 if any(form.errors for form in forms.values()) else 200, **forms)
    try:
        deed(handler())
    except NotNow:
        return closed_or_open(found(complaint), 409, refused=True, **forms)
    try:
        found(complaint)
    except MissingError:  # I shut myself out
        return see(url_for("manage.complaints"))
    return see(url_for("manage.complaint", complaint=complaint))
