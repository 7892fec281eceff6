"""Files of a reply: taken as they come, by script or with the form; taken off; looked at before they go."""

from flask import Response, abort, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import changed
from projectie.tickets import working_drafts
from projectie.tickets.boxes import boxes_of, file_limits
from projectie.tickets.forms import ReplyForm
from projectie.tickets.handing_out import handed_out, kind_of
from projectie.tickets.reply_files import FileRefused, Offered, add_file, remove_file
from projectie.tickets.reply_files_words import refused_in_words
from projectie.tickets.ticket_shown import again, said
from projectie.tickets.typed_form import typed_in
from projectie.tickets.writing_models import Box, DraftFile


def take_uploads(ticket: int) -> list[str]:
    """Keep the files that came with a form; return why others were refused."""
    wrong = []
    for file in request.files.getlist("upload"):
        if not file.filename and not file.read(1):
            continue  # an empty field of a browser
        offered = Offered(file.filename or "", file.read())
        try:
            add_file(
                ticket,
                offered,
                current_user.id,
                current_app.extensions["projectie.blobs"],
                now(),
                file_limits(),
            )
        except FileRefused as why:
            wrong.append(refused_in_words(why, file_limits()))
    return wrong


@desk.post("/tickets/<int:ticket>/files", endpoint="attach_file")
def attach_file(ticket: int) -> Response:
    """Keep files with the reply that is being written, and its text with them."""
    working_drafts.keep(ticket, typed_in(Box.REPLY), current_user.id, now())
    form = ReplyForm().offer()
    chosen = any(file.filename for file in request.files.getlist("upload"))
    form.upload.errors = take_uploads(ticket) if chosen else [_("Not attached: choose a file first.")]
    return again(ticket, reply_form=form) if form.upload.errors else said(ticket, to_reply=True)


@desk.post("/tickets/<int:ticket>/files/sent", endpoint="send_file")
def send_file(ticket: int) -> Response:
    """Keep files that were dropped, pasted or picked; only their list comes back."""
    wrong = take_uploads(ticket)
    back = url_for("desk.ticket", ticket=ticket)
    return changed(
        "tickets/_reply_files.html", back=back, context=lambda: boxes_of(ticket) | {"wrong_files": wrong}
    )


@desk.post("/tickets/<int:ticket>/files/<int:file>/removal", endpoint="remove_file")
def take_file_off(ticket: int, file: int) -> Response:
    """Take a file off the reply; the text that was typed meanwhile stays."""
    remove_file(ticket, file, current_user.id, now())
    working_drafts.keep(ticket, typed_in(Box.REPLY), current_user.id, now())
    return said(ticket, to_reply=True)


@desk.get("/draft-files/<int:file>", endpoint="draft_file")
def draft_file(file: int) -> Response:
    """Hand out a file that waits to go along, to any colleague; what a browser might run is a download."""
    row = db.session.get(DraftFile, file)
    if row is None or row.removed_at is not None:
        abort(404)
    kind, inline = kind_of(row.content_type)
    return handed_out(
        current_app.extensions["projectie.blobs"], row.sha256, kind, row.filename, inline=inline
    )
