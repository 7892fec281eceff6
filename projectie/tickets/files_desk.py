"""What a mail holds, for staff: its page as the sender made it, and its attachments."""

from flask import Response, abort, current_app, request
from flask_login import current_user
from sqlalchemy import select

from projectie.database import db
from projectie.doors import desk
from projectie.headers import mail_policy
from projectie.pages import page
from projectie.people.scope import seen_by
from projectie.tickets.handing_out import handed_out, kind_of
from projectie.tickets.message_page import message_page
from projectie.tickets.models import Attachment, Message, Ticket


@desk.get("/messages/<int:message>/page", endpoint="message_page")
def mail_page(message: int) -> Response:
    """Show a mail's HTML in a room without doors: nothing runs, nothing is sent, nothing is fetched unasked."""
    fetch = request.args.get("images") == "1"
    found = message_page(db.session(), message, current_user, fetch=fetch) or abort(404)
    response = page("tickets/message_page.html", mail=found, fetch=fetch)
    response.headers["Content-Security-Policy"] = mail_policy(images_from_elsewhere=fetch)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@desk.get("/attachments/<int:attachment>")
def attachment(attachment: int) -> Response:
    """Hand out an attachment; anything a browser might run is a download."""
    allowed = select(Attachment).join(Message).outerjoin(Ticket, Message.ticket_number == Ticket.number)
    found = seen_by(current_user, allowed.where(Attachment.id == attachment), Ticket.organisation_id)
    file = db.session.scalars(found).first() or abort(404)
    if not file.sha256:
        abort(410)  # erased, or no longer kept (AVG)
    kind, inline = kind_of(file.content_type)
    blobs = current_app.extensions["projectie.blobs"]
    return handed_out(blobs, file.sha256, kind, file.filename, inline=inline)
