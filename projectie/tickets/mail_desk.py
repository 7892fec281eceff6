"""Mail for staff: every incoming mail with its fate, as it came in, and its attachments; what goes out."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from flask import Response, abort, current_app, request, url_for
from flask_login import current_user
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.mail import sending
from projectie.mail.blobs import BlobStore
from projectie.mail.models import OutgoingLetter, RawMail
from projectie.pages import page, see
from projectie.people.scope import seen_by
from projectie.tickets.mail_list import incoming, outgoing
from projectie.tickets.models import MASKED, Attachment, Message, Ticket
from projectie.tickets.words import FATES

INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"})
AT_ONCE = 1 << 20  # bytes in memory


@desk.get("/mail")
def mail() -> Response:
    """List every mail that came in, newest first, with what became of it (R29)."""
    return page("tickets/mail.html", shown=incoming(db.session(), _before()), fates=FATES)


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


@desk.get("/mail/<int:message>")
def raw_mail(message: int) -> Response:
    """Show a mail exactly as it came in, as plain text."""
    found = db.session.get(Message, message) or abort(404)
    raw = db.session.get(RawMail, found.raw_id) if found.raw_id else abort(404)
    if MASKED in found.problems and "whole" not in request.args:
        return page("tickets/masked_mail.html", message=found)
    body = _blobs().get(raw.sha256) if raw else b""
    return _file(body, "text/plain; charset=utf-8", f"mail-{message}.eml", inline=True)


@desk.get("/attachments/<int:attachment>")
def attachment(attachment: int) -> Response:
    """Hand out an attachment; anything a browser might run is a download."""
    allowed = select(Attachment).join(Message).outerjoin(Ticket, Message.ticket_number == Ticket.number)
    found = seen_by(current_user, allowed.where(Attachment.id == attachment), Ticket.organisation_id)
    file = db.session.scalars(found).first() or abort(404)
    inline = file.content_type in INLINE
    kind = file.content_type if inline else "application/octet-stream"
    body = _blobs().get(file.sha256) if file.size <= AT_ONCE else _streamed(_blobs(), file.sha256)
    return _file(body, kind, file.filename, inline=inline, size=file.size)


def _streamed(blobs: BlobStore, digest: str) -> Iterator[bytes]:
    """Yield a large file block by block: it may be larger than the memory."""
    with blobs.open(digest) as file:
        while block := file.read(AT_ONCE):
            yield block


def _file(
    body: bytes | Iterable[bytes], kind: str, filename: str, *, inline: bool, size: int | None = None
) -> Response:
    response = Response(body, direct_passthrough=not isinstance(body, bytes))
    if size is not None:
        response.content_length = size
    plain = filename.encode("ascii", "replace").decode().replace('"', "'").replace("?", "_")
    how = "inline" if inline else "attachment"
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = (
        f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _blobs() -> BlobStore:
    store: BlobStore = current_app.extensions["projectie.blobs"]
    return store


def _before() -> int | None:
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
