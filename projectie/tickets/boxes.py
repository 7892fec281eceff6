"""The boxes of a ticket page: what stands in them, and all that their templates need."""

from collections.abc import Mapping
from typing import Any

from flask import abort, current_app
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import size_in_words
from projectie.database import db
from projectie.people.signature import signature_of
from projectie.tickets.composing import Composing, NotSent, composing, said_as
from projectie.tickets.models import Ticket
from projectie.tickets.reply_files_rules import FileLimits
from projectie.tickets.typed_form import FIELDS, typed_in, writer_token
from projectie.tickets.writing_models import Box


def file_limits() -> FileLimits:
    """Return how much goes along with a reply; `REPLY_FILES` of the app's own configuration may be other limits."""
    limits: FileLimits = current_app.config.get("REPLY_FILES", FileLimits())
    return limits


def in_reply(boxes: Composing) -> tuple[dict[str, Any], NotSent | None]:
    """Return what stands in a fresh reply box: what the reader was typing, else the reply that did not go out."""
    own, left = boxes.own(Box.REPLY), boxes.not_sent
    if own is None:
        return ({"body": left.body, "draft": left.id} if left else {}), left
    made_of = left if left is not None and left.id == own.made_of else None
    return {"body": own.body, "draft": made_of.id if made_of else None}, made_of


def around_boxes(ticket: Ticket, boxes: Composing, forms: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the templates of the boxes read; `forms` are those that come back as they were typed."""
    limits = file_limits()
    return {
        "number": ticket.number,
        "boxes": boxes,
        "here": boxes.here,
        "said_as": said_as(boxes.here),
        "versions": {kind.value: _version(kind, boxes, forms) for kind in Box},
        "writer": writer_token(current_user, ticket.number),
        "signature": signature_of(current_user, ticket.language),
        "limits": limits,
        "most": size_in_words(limits.total),
    }


def boxes_of(number: int) -> dict[str, Any]:
    """Return the same for a fragment that is asked for by itself, or answer 404."""
    ticket = db.session.get(Ticket, number) or abort(404)
    return around_boxes(ticket, composing(db.session(), number, current_user.id, now()), {})


def _version(kind: Box, boxes: Composing, forms: Mapping[str, Any]) -> int:
    """Return the version the page knows: of what it shows, or of what came with the form that it shows again."""
    own, form = boxes.own(kind), forms.get(f"{kind}_form")
    typed = form[FIELDS[kind]].data if form is not None else None
    if typed is None or (own is not None and own.body.strip() == typed.strip()):
        return own.version if own else 0
    return typed_in(kind).version
