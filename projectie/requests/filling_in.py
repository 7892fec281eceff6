"""A request form on its way: files are kept as they come, it is checked, and then sent; for clients and visitors alike."""

from typing import Any

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _

from projectie.clock.now import now
from projectie.context import size_in_words, today
from projectie.database import db, transaction
from projectie.language import language
from projectie.links import link_to
from projectie.pages import page
from projectie.people import throttle
from projectie.people.models import Person
from projectie.private_links import token_for
from projectie.requests import files
from projectie.requests.expecting import expected, services_of
from projectie.requests.forms import PRIVATE, ClientForm, ReplyForm, RequestForm, VisitorForm
from projectie.requests.models import OnlineMessage
from projectie.requests.saying import Writer
from projectie.requests.sending import Asked, send
from projectie.terms.in_force import in_force
from projectie.tickets.boxes import file_limits
from projectie.tickets.models import Ticket
from projectie.tickets.priority import Impact, Kind, Urgency
from projectie.tickets.reply_files import FileRefused, Offered
from projectie.tickets.reply_files_words import refused_in_words

PURPOSE = "request"
MOST_SENT, MOST_FILES = 10, 40  # by visitors of one address in a quarter of an hour


def form_for(reader: Person | None, *, fresh: bool = False) -> RequestForm:
    """Return the form of that reader, with what the terms let them choose."""
    services = services_of(in_force(db.session(), today()).terms)
    given = {"formdata": None, "kind": request.args.get("kind")} if fresh else {}
    form = ClientForm(**given) if reader else VisitorForm(**given)
    return form.offer(services, language())


def filled_in(form: RequestForm, reader: Person | None) -> Response | OnlineMessage:
    """Take one step: keep files, go back, check, or send; whatever stops it, all that was typed comes back."""
    step, wrong = request.form.get("step", "check"), uploads(form, reader)
    if "remove" in request.form or step == "change":
        _take_off(form, reader)
        return shown(form, reader)
    valid = form.validate_on_submit()
    if wrong:
        form.upload.errors = [*wrong]
    if not valid or wrong:
        return shown(form, reader, 422 if form.errors else 200)
    if step != "send":
        return shown(form, reader, checked=True)
    if reader is None and _too_many("sent", MOST_SENT):
        form.form_errors = [_("Not sent: too many requests at once. Wait a quarter of an hour, or mail us.")]
        return shown(form, reader, 429)
    return _sent(form, reader)


def uploads(form: RequestForm | ReplyForm, reader: Person | None) -> list[str]:
    """Keep the files that came with a form; return why others were refused."""
    by = reader.id if reader else None
    wrong: list[str] = []
    for file in request.files.getlist("upload"):
        if not file.filename and not file.read(1):
            continue  # an empty field of a browser
        if reader is None and _too_many("files", MOST_FILES):
            return [
                *wrong,
                _("Not attached: too many files at once. Wait a quarter of an hour, or mail them."),
            ]
        offered = Offered(file.filename or "", file.read())
        try:
            files.keep_file(
                form.key.data, offered, by, current_app.extensions["projectie.blobs"], now(), file_limits()
            )
        except FileRefused as why:
            wrong.append(refused_in_words(why, file_limits()))
    return wrong


def shown(form: RequestForm, reader: Person | None, status: int = 200, *, checked: bool = False) -> Response:
    """Show the form with what may be expected of it, or what was typed to look at once more."""
    session = db.session()
    context: dict[str, Any] = {
        "form": form,
        "files": files.files_of(session, form.key.data, reader.id if reader else None),
        "expected": expected(session, form.wanted(), reader, now()),
        "most": size_in_words(file_limits().total),
        "limit": file_limits().total,
        "action": url_for("portal.send_request" if reader else "public.send_request"),
        "beside": url_for("portal.request_expected" if reader else "public.request_expected"),
        "layout": "portal.html" if reader else "public.html",
    }
    return page("requests/check.html" if checked else "requests/new.html", status, **context)


def page_of(kept: OnlineMessage, ticket: Ticket) -> str:
    """Return where a request is followed, for its confirmation: a visitor's by a signed link."""
    if kept.by_id is not None:
        return link_to("portal.request", ticket=ticket.number)
    return link_to("public.request_received", language=ticket.language, token=token_of(kept))


def token_of(kept: OnlineMessage) -> str:
    """Return the token of a request's own page."""
    return token_for(PURPOSE, kept.id, kept.nonce, current_app.config["SECRET_KEY"])


def _sent(form: RequestForm, reader: Person | None) -> OnlineMessage:
    by = reader or Writer(None, form["name"].data, form["email"].data)
    asked = Asked(
        key=form.key.data,
        subject=form.subject.data,
        text=_text(form),
        kind=Kind(form.kind.data),
        service=form.service.data or None,
        impact=Impact(form.impact.data),
        urgency=Urgency(form.urgency.data),
        language=language(),
        private=reader is not None and form["shown_to"].data == PRIVATE,
    )
    return send(asked, by, current_app.config["SECRET_KEY"], page_of, now())


def _text(form: RequestForm) -> str:
    where = _("Where: %(place)s", place=form.site.data) if form.site.data else ""
    return "\n\n".join(part for part in (form.body.data, where) if part)


def _take_off(form: RequestForm, reader: Person | None) -> None:
    number = request.form.get("remove", "")
    if number.isascii() and number.isdigit() and len(number) < 10:
        files.remove_file(form.key.data, int(number), reader.id if reader else None)


def _too_many(what: str, most: int) -> bool:
    """Count one more of a visitor's, unless it is too many."""
    address = f"request-{what}:{request.remote_addr}"
    counted = throttle.keys(current_app.config["SECRET_KEY"], address, address, (most, most))
    with transaction() as session:
        if throttle.wait_seconds(session, counted, now()):
            return True
        throttle.failed(session, counted, now())
    return False
