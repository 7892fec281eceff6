"""Mail for staff: every incoming mail with its fate, as it came in; what goes out."""

from flask import Response, abort, current_app, request, url_for

from projectie.clock.now import now
from projectie.context import zone
from projectie.database import db
from projectie.doors import desk
from projectie.mail import sending
from projectie.mail.blobs import BlobStore
from projectie.mail.models import OutgoingLetter, RawMail
from projectie.pages import page, see
from projectie.tickets.handing_out import handed_out
from projectie.tickets.mail_filters import fates, mail_filters
from projectie.tickets.mail_list import MOST_COUNTED, found, incoming, outgoing
from projectie.tickets.mail_sum import daily_sums
from projectie.tickets.models import MASKED, Message
from projectie.tickets.words import MAILBOXES


@desk.get("/mail")
def mail() -> Response:
    """List every mail that came in, newest first, with what became of it, and whether the sum is even (R29)."""
    asked, session = mail_filters(request.args), db.session()
    return page(
        "tickets/mail.html",
        asked=asked,
        shown=incoming(session, asked, zone(), request.args.get("before", "")),
        found=found(session, asked, zone()) if asked.active else None,
        most=MOST_COUNTED,
        sums=daily_sums(session, zone(), now()),
        fates=fates(),
        mailboxes=MAILBOXES,
    )


@desk.get("/outbox")
def outbox() -> Response:
    """List every letter that was queued, newest first, with how it fared (R34)."""
    local = not current_app.config["SETTINGS"].smtp_url
    return page("tickets/outbox.html", shown=outgoing(db.session(), _before()), local=local)


@desk.get("/outbox/<int:letter>")
def letter(letter: int) -> Response:
    """Show one letter as it is, or would be, sent."""
    return page("tickets/letter.html", letter=db.session.get(OutgoingLetter, letter) or abort(404))


@desk.post("/outbox/<int:letter>/attempts", endpoint="send_again")
def send_again(letter: int) -> Response:
    """Send a failed letter again (R34)."""
    if not sending.again(letter, now()):
        abort(409)
    thread = db.session.get_one(OutgoingLetter, letter).thread
    from_ticket = request.form.get("back") == "ticket" and thread is not None
    return see(url_for("desk.ticket", ticket=thread) if from_ticket else url_for("desk.outbox"))


@desk.get("/mail/<int:message>/raw")
def raw_mail(message: int) -> Response:
    """Show a mail exactly as it came in, as plain text."""
    mail = db.session.get(Message, message) or abort(404)
    raw = db.session.get(RawMail, mail.raw_id) if mail.raw_id else abort(404)
    if MASKED in mail.problems and "whole" not in request.args:
        return page("tickets/masked_mail.html", message=mail)
    digest = raw.sha256 if raw and not raw.erased_at else abort(410)
    return handed_out(_blobs(), digest, "text/plain; charset=utf-8", f"mail-{message}.eml", inline=True)


def _blobs() -> BlobStore:
    store: BlobStore = current_app.extensions["projectie.blobs"]
    return store


def _before() -> int | None:
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
