"""One mail for staff: what was read, what became of it and why, and what they decide about that (R29)."""

from typing import Any

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see
from projectie.people.queries import organisation_names
from projectie.tickets import mail_rulings, mail_spam
from projectie.tickets.filing import Intake
from projectie.tickets.mail_forms import ByHandForm
from projectie.tickets.mail_reasons import AUTHENTICATION, AUTOMATIC, problems, told, why
from projectie.tickets.mail_rulings import Ruled
from projectie.tickets.models import Fate
from projectie.tickets.one_mail import one_mail
from projectie.tickets.words import FATES, MAILBOXES


@desk.get("/mail/<int:message>", endpoint="one_mail")
def show(message: int) -> Response:
    """Show one mail that came in."""
    return page("tickets/one_mail.html", **_context(message))


@desk.post("/mail/<int:message>/readings", endpoint="read_mail_again")
def read_again(message: int) -> Response:
    """Read the kept bytes once more and decide again."""
    return _decided_again(message, heard=False)


@desk.post("/mail/<int:message>/release", endpoint="let_mail_through")
def let_through(message: int) -> Response:
    """Let a mail through that was stopped: out of quarantine, or no spam after all."""
    return _decided_again(message, heard=True)


@desk.post("/mail/<int:message>/spam", endpoint="mark_spam")
def mark_spam(message: int) -> Response:
    """Call a mail spam."""
    try:
        return _ruled(message, mail_spam.mark_spam(message, by=current_user.id, now=now()))
    except mail_rulings.Settled:
        return _refused(message, _("Not done: somebody has written on its ticket meanwhile."))


@desk.post("/mail/<int:message>/spam/removal", endpoint="unmark_spam")
def unmark_spam(message: int) -> Response:
    """Take back that the mail of a ticket is spam."""
    try:
        return _ruled(message, mail_spam.put_back(message, by=current_user.id, now=now()))
    except mail_rulings.Settled:
        return _refused(message, _("Not done: this mail has no ticket."))


@desk.post("/mail/<int:message>/ticket", endpoint="open_by_hand")
def open_by_hand(message: int) -> Response:
    """Open a ticket from a mail that has none."""
    form = ByHandForm().offer(organisation_names(db.session()))
    if not form.validate_on_submit():
        shown = _context(message) | {"form": form, "has_errors": bool(form.errors)}
        return page("tickets/one_mail.html", 422 if form.errors else 200, **shown)
    said, by = (form.subject.data, form.client), current_user.id
    try:
        ruled = mail_rulings.open_by_hand(message, *said, by=by, now=now())
    except mail_rulings.Settled:
        return _refused(message, _("Not done: this mail has its place already."))
    return see(url_for("desk.ticket", ticket=ruled.ticket))


@desk.post("/mail/spam", endpoint="confirm_spam")
def confirm_spam() -> Response:
    """Agree that the mails that were shown are spam."""
    numbers = [int(text) for text in request.form.getlist("mail") if text.isascii() and text.isdigit()]
    mail_spam.confirm_spam([each for each in numbers if each < 2**31], by=current_user.id, now=now())
    return see(url_for("desk.mail", fate=Fate.SPAM.value))


def _decided_again(message: int, *, heard: bool) -> Response:
    try:
        ruled = mail_rulings.decide_again(message, _intake(), by=current_user.id, now=now(), heard=heard)
    except mail_rulings.Unreadable:
        return _refused(
            message,
            _("It still cannot be read. It stays in quarantine; you can open a ticket from it by hand."),
        )
    except mail_rulings.Settled:
        return _refused(message, _("Not done: this mail has its place already."))
    return _ruled(message, ruled)


def _ruled(message: int, ruled: Ruled) -> Response:
    about = {"fate": FATES[ruled.fate], "number": ruled.ticket}
    flash(
        _("Done. It is now: %(fate)s, ticket #%(number)s.", **about)
        if ruled.ticket
        else _("Done. It is now: %(fate)s.", **about),
        "ok",
    )
    return see(url_for("desk.one_mail", message=message))


def _refused(message: int, why_not: str) -> Response:
    flash(why_not, "warning")
    return see(url_for("desk.one_mail", message=message))


def _context(number: int) -> dict[str, Any]:
    found = one_mail(db.session(), number) or abort(404)
    form = ByHandForm(formdata=None, data={"subject": found.message.subject[:500]})
    return {
        "mail": found,
        "why": why(found),
        "told": list(told(found)),
        "problems": list(problems(found.message)),
        "form": form.offer(organisation_names(db.session())),
        "words": {
            "fates": FATES,
            "mailboxes": MAILBOXES,
            "proof": AUTHENTICATION,
            "automatic": AUTOMATIC,
        },
    }


def _intake() -> Intake:
    settings = current_app.config["SETTINGS"]
    blobs = current_app.extensions["projectie.blobs"]
    return Intake.by(settings, blobs)
