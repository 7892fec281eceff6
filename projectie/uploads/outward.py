"""Files too large for mail that staff send: in parts, like a client's; they go along with the reply by a private link."""

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from projectie import errors
from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see
from projectie.tickets import downloads, working_drafts
from projectie.tickets.boxes import boxes_of
from projectie.tickets.models import Ticket
from projectie.tickets.ticket_shown import said
from projectie.tickets.typed_form import typed_in
from projectie.tickets.writing_models import Box
from projectie.uploads.forms import USUAL
from projectie.uploads.links import make_link, own_link
from projectie.uploads.place import limits_in_words, place
from projectie.uploads.rules import Refusal
from projectie.uploads.sending import begun, part_taken, taken
from projectie.uploads.words import sentence_for, too_large_for_a_form


@desk.get("/tickets/<int:ticket>/large-files", endpoint="large_files")
def large_files(ticket: int) -> Response:
    """Show where a colleague sends what is too large for mail."""
    return _shown(ticket)


@desk.post("/tickets/<int:ticket>/large-files/from-reply", endpoint="to_large_files")
def to_large_files(ticket: int) -> Response:
    """Keep the reply as it is typed, then lead to where its large files are sent."""
    working_drafts.keep(ticket, typed_in(Box.REPLY), current_user.id, now())
    return see(url_for("desk.large_files", ticket=ticket))


@desk.post("/tickets/<int:ticket>/large-files", endpoint="send_large_form")
def send_large_form(ticket: int) -> Response:
    """Take the files of a form, for browsers without the script."""
    link, files = _link(ticket), request.files.getlist("file")
    wrong = [sentence for file in files if (sentence := taken(link, file))]
    if not files:
        wrong = [sentence_for(Refusal.NO_NAME, place().limits)]
    return _shown(ticket, 422, wrong=wrong) if wrong else see(url_for("desk.large_files", ticket=ticket))


@desk.errorhandler(413)
def too_large(error: RequestEntityTooLarge) -> Response:
    """Say what to do instead with a form of files that is too large; nothing of it was read."""
    del error
    if request.endpoint != "desk.send_large_form":
        return errors.too_large()
    ticket = (request.view_args or {})["ticket"]
    return _shown(ticket, 413, wrong=[too_large_for_a_form(place().limits)])


@desk.post("/tickets/<int:ticket>/large-files/begin", endpoint="begin_large_file")
def begin_large_file(ticket: int) -> Response:
    """Say how far a file is, beginning it when it is new."""
    return begun(_link(ticket), _parts_at(ticket))


@desk.post("/tickets/<int:ticket>/large-files/<upload>", endpoint="send_large_part")
def send_large_part(ticket: int, upload: str) -> Response:
    """Take a part of a file; the last one lets it go along with the reply."""
    return part_taken(_link(ticket), upload, _parts_at(ticket))


@desk.post("/tickets/<int:ticket>/downloads/<int:link>/revocation", endpoint="revoke_download")
def revoke_download(ticket: int, link: int) -> Response:
    """Take a download link back."""
    downloads.revoke(ticket, link, current_user.id, now())
    return said(ticket)


def _link(ticket: int) -> int:
    """Return over what the reader sends, made where there is none."""
    own = own_link(db.session(), ticket, current_user.id, now())
    return own or make_link(ticket, USUAL, current_user.id, now(), outward=True)


def _parts_at(ticket: int) -> Any:
    return lambda key: url_for("desk.send_large_part", ticket=ticket, upload=key)


def _shown(ticket: int, status: int = 200, **more: Any) -> Response:
    this = db.session.get(Ticket, ticket) or abort(404)
    shown = {"ticket": this, "ready": boxes_of(ticket)["boxes"].files, **limits_in_words()}
    begin, days = url_for("desk.begin_large_file", ticket=ticket), downloads.OPEN_FOR.days
    return page("uploads/large_files.html", status, **shown, begin=begin, days=days, **more)
