"""Sealed mail for managers; to anybody else these pages do not exist (R27)."""

from typing import Any

from flask import Response, current_app, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.complaints import opening, sealing
from projectie.database import db
from projectie.doors import manage
from projectie.mail.letter import Letter
from projectie.mail.limits import limits_by
from projectie.pages import page, see
from projectie.tickets.filing import Intake


@manage.get("/complaints")
def complaints() -> Response:
    """List the sealed mails by the moment they came in; nothing they say is shown."""
    return page(
        "complaints/complaints.html",
        mails=opening.sealed_mails(db.session()),
        sum=opening.sealed_sum(db.session()),
    )


@manage.get("/complaints/<int:complaint>")
def complaint(complaint: int) -> Response:
    """Show who opened a sealed mail, and the button that opens it."""
    return _shown(complaint)


@manage.post("/complaints/<int:complaint>/openings", endpoint="open_complaint")
def open_complaint(complaint: int) -> Response:
    """Open a sealed mail; the opening is recorded before anything is shown."""
    limits = limits_by(current_app.config["SETTINGS"])
    letter = opening.open_mail(complaint, _seal(), limits, current_user.id, now())
    return _shown(complaint, letter=letter)


@manage.post("/complaints/<int:complaint>/release", endpoint="release_complaint")
def release_complaint(complaint: int) -> Response:
    """Release a mail that is no complaint to the desk, as a question."""
    settings = current_app.config["SETTINGS"]
    intake = Intake.by(settings, current_app.extensions["projectie.blobs"])
    ticket = opening.release(complaint, _seal(), intake, current_user.id, now())
    flash(
        _("Released to the desk: ticket #%(number)s.", number=ticket)
        if ticket
        else _("Released to the desk."),
        "ok",
    )
    return see(url_for("manage.complaints"))


def _shown(number: int, **more: Letter) -> Response:
    openings = opening.openings_of(db.session(), number)
    context: dict[str, Any] = {"number": number, "openings": openings, **more}
    return page("complaints/complaint.html", **context)


def _seal() -> sealing.Seal:
    return sealing.seal_in(current_app.config["SETTINGS"].data_dir)
