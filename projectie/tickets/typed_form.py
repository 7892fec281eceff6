"""What stands in the boxes of a ticket, as a request brings it; and whose it is, also when nobody is signed in any more."""

import hmac

from flask import current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.keeping import hang
from projectie.people.models import Person
from projectie.private_links import number_in, token_for
from projectie.reused import named, remember
from projectie.tickets import working_drafts
from projectie.tickets.models import Ticket
from projectie.tickets.working_drafts import HIGHEST, Typed
from projectie.tickets.writing_models import Box

FIELDS = {Box.REPLY: "body", Box.NOTE: "note"}
PURPOSE = "writer"
LONGEST = 100_000  # as the boxes take


def typed_in(kind: Box) -> Typed:
    """Return what the request says of a box; figures nobody could have are as good as none."""
    body = request.form.get(FIELDS[kind], "").replace("\0", "").replace("\r\n", "\n")[:LONGEST]
    version, made_of = _number("typed"), _number("draft") if kind is Box.REPLY else 0
    return Typed(kind, body, version, request.form.get("tab", "")[:32].replace("\0", ""), made_of or None)


def writer_token(person: Person, ticket: int) -> str:
    """Return what a form shows that its text is this person's; a new key of their session ends it too."""
    nonce = f"{named(ticket)}:{person.session_key}"
    return token_for(PURPOSE, person.id, nonce, current_app.config["SECRET_KEY"])


@hang
def keep_what_was_typed() -> str | None:
    """Keep the text of a form that cannot be answered as a draft of whoever it was made for; nothing goes out by that."""
    ticket, token = (request.view_args or {}).get("ticket"), request.form.get("writer", "")
    writer = _writer(token, ticket) if isinstance(ticket, int) and token else None
    if writer is None or not isinstance(ticket, int):
        return None
    kinds = [kind for kind, field in FIELDS.items() if request.form.get(field, "").strip()]
    for kind in kinds:
        working_drafts.keep(ticket, typed_in(kind), writer.id, now())
    if kinds and not current_user.is_authenticated and request.endpoint != "desk.autosave_draft":
        flash(_("You were signed out. Your text has been kept: sign in and go on."), "ok")
    return url_for("desk.ticket", ticket=ticket) if kinds else None


def _writer(token: str, ticket: int) -> Person | None:
    number = number_in(token)
    person, held = db.session.get(Person, number or 0), db.session.get(Ticket, ticket)
    if person is None or held is None or not person.active:
        return None
    # Nobody is signed in who would know: the form of another that had the number does not fit.
    remember(ticket, held.mark)
    return person if hmac.compare_digest(token, writer_token(person, ticket)) else None


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= HIGHEST else 0
