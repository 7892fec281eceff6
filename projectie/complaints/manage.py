"""Managers see what is sealed, and open one after proving who they are; to anybody else it does not exist (R27)."""

from typing import Any

from flask import Response, abort, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.complaints import handling, opening, reading
from projectie.complaints.access import for_manager
from projectie.complaints.cases import Held, file_in
from projectie.complaints.downloads import download
from projectie.complaints.forms import ProofForm
from projectie.complaints.handling import Handler
from projectie.complaints.keyring import UnreadableError
from projectie.complaints.keys_kept import ring
from projectie.complaints.typed import ELSEWHERE, came_back, deed_forms, keep_typed, typed_fields, typed_forms
from projectie.complaints.words import WORDS
from projectie.database import MissingError, db
from projectie.doors import manage
from projectie.forms import Form
from projectie.kept_forms import let_go
from projectie.pages import changed, page, see
from projectie.people import proof


@manage.get("/complaints")
def complaints() -> Response:
    """List what came in, by the moment; nothing they say is shown."""
    session, at = db.session(), now()
    return page(
        "complaints/complaints.html",
        seen=reading.overview(session, current_user.id, at),
        mails=opening.sealed_mails(session),
        sum=opening.sealed_sum(session),
        words=WORDS,
    )


@manage.get("/complaints/<int:complaint>")
def complaint(complaint: int) -> Response:
    """Show one: how to open it, or for a while after that what it says."""
    return closed_or_open(found(complaint))


@manage.post("/complaints/<int:complaint>/openings", endpoint="open_complaint")
def open_complaint(complaint: int) -> Response:
    """Open one, once it is proved who does so; the opening is recorded before anything is shown."""
    held, form = found(complaint), ProofForm()
    if ELSEWHERE in request.form:
        return _prove_elsewhere(complaint)
    if not proved():
        return _closed(held, form, 422 if "password" in request.form else 200, ask=True)
    handling.open_up(complaint, form.why.data or "", handler())
    reading.note_open(complaint, now())
    let_go()
    typed = typed_forms()
    return closed_or_open(found(complaint), **typed) if typed else see(_address(complaint))


@manage.post("/complaints/<int:complaint>/shutting", endpoint="shut_complaint")
def shut_complaint(complaint: int) -> Response:
    """Close the page for this browser, before its time."""
    found(complaint)
    reading.shut(complaint)
    return see(url_for("manage.complaints"))


@manage.get("/complaints/<int:complaint>/pulse", endpoint="complaint_pulse")
def complaint_pulse(complaint: int) -> Response:
    """Tell an open page whether it may stay open: whoever was shut out leaves it; when its time is over, it goes blank."""
    try:
        found(complaint)
    except MissingError:
        return Response(status=404, headers={"HX-Redirect": url_for("manage.complaints")})
    if reading.is_open(complaint, now()):
        return Response(status=204)
    return changed("complaints/closed.reply.html", back=_address(complaint))


@manage.get("/complaints/<int:complaint>/files/<int:file>", endpoint="complaint_file")
def complaint_file(complaint: int, file: int) -> Response:
    """Hand over a file of one that is open."""
    held = found(complaint)
    if not reading.is_open(complaint, now()):
        return see(_address(complaint))
    line, content = file_in(db.session(), held, file)
    return download(line.name, content)


@manage.errorhandler(UnreadableError)
def unreadable(error: UnreadableError) -> Response:
    """Say which key is missing; what it sealed is not touched."""
    return page("complaints/unreadable.html", 409, key=error.key)


def found(number: int) -> Held:
    """Return a complaint this manager may see; raise MissingError."""
    return for_manager(db.session(), ring(), number, current_user.id)


def handler() -> Handler:
    """Return who is at it, and when."""
    return Handler(current_user.id, current_user.name, now())


def proved() -> bool:
    """Whether it was proved a short while ago who sits here, or is proved by the password that came along."""
    password = request.form.get("password", "")
    who = (current_user.id, current_user.email, password, request.remote_addr or "")
    return proof.is_fresh() or (
        bool(password) and proof.by_password(*who, current_app.config["SECRET_KEY"], now())
    )


def closed_or_open(held: Held, status: int = 200, *, refused: bool = False, **typed: Form) -> Response:
    """Show a complaint as far as this browser has opened it, with what was typed."""
    if not reading.is_open(held.number, now()):
        return _closed(held, ProofForm(formdata=None), ask=not proof.is_fresh())
    session = db.session()
    seen: dict[str, Any] = {
        "shown": reading.shown(session, held),
        "openings": reading.openings(session, held),
    }
    forms = deed_forms(typed)
    return page("complaints/opened.html", status, forms=forms, refused=refused, words=WORDS, **seen)


def _closed(held: Held, form: ProofForm, status: int = 200, *, ask: bool) -> Response:
    wrong = _("This is not your password, or it was tried too often.") if status == 422 else ""
    opened = reading.openings(db.session(), held)
    context: dict[str, Any] = {"number": held.number, "openings": opened, "form": form, "wrong": wrong}
    return page(
        "complaints/complaint.html",
        status,
        ask=ask,
        has_errors=bool(wrong),
        has_password=current_user.password_hash is not None,
        typed=typed_fields() or came_back(url_for("manage.open_complaint", complaint=held.number)),
        **context,
    )


def _prove_elsewhere(complaint: int) -> Response:
    """Send to the page that takes a passkey or a code; what was typed waits, sealed, and comes back with whoever wrote it."""
    if typed_fields() and not keep_typed():
        abort(429)
    return see(url_for("account.prove", next=_address(complaint)))


def _address(complaint: int) -> str:
    return url_for("manage.complaint", complaint=complaint)
