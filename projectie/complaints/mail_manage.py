"""Managers open sealed mail: it becomes a complaint, joins one, or is released to the desk (R26a)."""

from typing import Any

from flask import Response, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.complaints import arrivals, opening
from projectie.complaints.case import About
from projectie.complaints.keys_kept import seal_in
from projectie.complaints.manage import found, proved
from projectie.complaints.sealing import Seal
from projectie.complaints.words import ABOUT
from projectie.database import db
from projectie.doors import manage
from projectie.mail.letter import Letter, Limits
from projectie.mail.limits import limits_by
from projectie.pages import page, see
from projectie.people import proof
from projectie.tickets.filing import Intake


@manage.get("/complaints/mail/<int:sealed_mail>")
def sealed_mail(sealed_mail: int) -> Response:
    """Show who opened a sealed mail, and the button that opens it."""
    return _shown(sealed_mail)


@manage.post("/complaints/mail/<int:sealed_mail>/openings", endpoint="open_mail")
def open_mail(sealed_mail: int) -> Response:
    """Open a sealed mail; the opening is recorded before anything is shown."""
    opening.openings_of(db.session(), sealed_mail)
    if not proved():
        return _shown(sealed_mail, 422 if "password" in request.form else 200, ask=True)
    letter = opening.open_mail(sealed_mail, _seal(), _limits(), current_user.id, now())
    return _shown(sealed_mail, letter=letter)


@manage.post("/complaints/mail/<int:sealed_mail>/complaint", endpoint="make_complaint")
def make_complaint(sealed_mail: int) -> Response:
    """Make a complaint of a mail: from then on it has clocks."""
    opening.openings_of(db.session(), sealed_mail)
    if not proved():
        return _shown(sealed_mail, ask=True)
    wanted = request.form.get("about", "")
    about = About(wanted) if wanted in list(About) else About.COMPLAINT
    number = arrivals.make_case(sealed_mail, about, _seal(), _limits(), current_user.id, now())
    flash(_("It is complaint %(number)s now.", number=number), "ok")
    return see(url_for("manage.complaint", complaint=number))


@manage.post("/complaints/mail/<int:sealed_mail>/joining", endpoint="join_complaint")
def join_complaint(sealed_mail: int) -> Response:
    """Add a mail to the complaint it belongs to."""
    opening.openings_of(db.session(), sealed_mail)
    if not proved():
        return _shown(sealed_mail, ask=True)
    typed = "".join(figure for figure in request.form.get("complaint", "") if figure.isdigit())
    number = found(min(int(typed or 0), 2**31 - 1)).number
    arrivals.attach(sealed_mail, number, _seal(), _limits(), current_user.id, now())
    flash(_("Added to complaint %(number)s.", number=number), "ok")
    return see(url_for("manage.complaint", complaint=number))


@manage.post("/complaints/mail/<int:sealed_mail>/release", endpoint="release_mail")
def release_mail(sealed_mail: int) -> Response:
    """Release a mail that is no complaint to the desk, as a question; the desk reads it then, so it asks for proof too."""
    if not proved():
        return _shown(sealed_mail, ask=True)
    settings = current_app.config["SETTINGS"]
    intake = Intake.by(settings, current_app.extensions["projectie.blobs"])
    ticket = opening.release(sealed_mail, _seal(), intake, current_user.id, now())
    said = (
        _("Released to the desk: ticket #%(number)s.", number=ticket)
        if ticket
        else _("Released to the desk.")
    )
    flash(said, "ok")
    return see(url_for("manage.complaints"))


def _shown(
    number: int, status: int = 200, *, ask: bool | None = None, letter: Letter | None = None
) -> Response:
    openings = opening.openings_of(db.session(), number)
    needed = not proof.is_fresh() if ask is None else ask
    wrong = _("This is not your password, or it was tried too often.") if status == 422 else ""
    context: dict[str, Any] = {"number": number, "openings": openings, "letter": letter, "wrong": wrong}
    context["here"] = opening.is_here(db.session(), number)
    return page("complaints/mail.html", status, ask=needed, has_errors=bool(wrong), about=ABOUT, **context)


def _seal() -> Seal:
    return seal_in(current_app.config["SETTINGS"].data_dir)


def _limits() -> Limits:
    return limits_by(current_app.config["SETTINGS"])
