"""One request of a client: read, answered, kept from colleagues or shared with them (R17a)."""

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import portal
from projectie.pages import see
from projectie.requests.files import remove_file
from projectie.requests.filling_in import page_of, uploads
from projectie.requests.forms import ReplyForm
from projectie.requests.one import one_shown, own
from projectie.requests.reading import may_read
from projectie.requests.replying import Overtaken, Typed, reply, show_to
from projectie.tickets.handing_out import handed_out, kind_of
from projectie.tickets.models import Attachment, Message
from projectie.uploads.forms import USUAL
from projectie.uploads.links import links_of, make_link
from projectie.uploads.rules import LinkState


@portal.get("/requests/<int:ticket>", endpoint="request")
def one_request(ticket: int) -> Response:
    """Show how a request stands; also one that goes on under another number."""
    return one_shown(ticket)


@portal.post("/requests/<int:ticket>/replies", endpoint="reply_to_request")
def reply_to_request(ticket: int) -> Response:
    """Send a reply; whatever stops it, its text and its files are kept."""
    number, form = own(ticket).number, ReplyForm()
    wrong = uploads(form, current_user)
    if request.form.get("remove", "").isdecimal():
        remove_file(form.key.data, int(request.form["remove"][:9]), current_user.id)
        return one_shown(number, form)
    valid, form.upload.errors = form.validate_on_submit(), wrong
    if not valid or wrong:
        return one_shown(number, form, 422 if form.errors else 200)
    return _replied(number, form)


def _replied(number: int, form: ReplyForm) -> Response:
    """Send it, unless somebody was just ahead: then once show what is new."""
    typed = Typed(form.key.data, form.body.data, form.seen.data)
    try:
        went_to = reply(number, typed, current_user, current_app.config["SECRET_KEY"], page_of, now())
    except Overtaken as overtaken:
        form.seen.raw_data, form.seen.data = None, overtaken.newest
        form.body.errors = [_("Not sent: somebody answered just now. Read what is new above, then send.")]
        return one_shown(number, form, 409)
    if went_to != number:
        return see(url_for("portal.request_received", ticket=went_to))
    flash(_("Your message has been sent."), "ok")
    return see(url_for("portal.request", ticket=went_to))


@portal.post("/requests/<int:ticket>/visibility", endpoint="show_request_to")
def show_request_to(ticket: int) -> Response:
    """Keep a request between its requester and the studio, or share it with colleagues."""
    show_to(own(ticket).number, current_user, now(), private=request.form.get("private") == "1")
    return see(url_for("portal.request", ticket=ticket))


@portal.post("/requests/<int:ticket>/upload-link", endpoint="large_files")
def large_files(ticket: int) -> Response:
    """Lead to where files go that are too large for a form, by the open link or a fresh one."""
    number, key = own(ticket).number, current_app.config["SECRET_KEY"]
    if not any(one.state is LinkState.OPEN for one in links_of(db.session(), number, key, now())):
        make_link(number, USUAL, current_user.id, now())
    links = links_of(db.session(), number, key, now())
    token = next(one.token for one in links if one.state is LinkState.OPEN)
    return see(url_for("public.upload", token=token))


@portal.get("/requests/files/<int:attachment>", endpoint="request_file")
def request_file(attachment: int) -> Response:
    """Hand out a file of what a client reads; anything a browser might run is a download."""
    file = db.session.get(Attachment, attachment) or abort(404)
    message = db.session.get_one(Message, file.message_id)
    if not may_read(db.session(), own(message.ticket_number or 0), file, now()):
        abort(404)
    kind, inline = kind_of(file.content_type)
    blobs = current_app.extensions["projectie.blobs"]
    return handed_out(blobs, file.sha256, kind, file.filename, inline=inline)
