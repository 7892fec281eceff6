"""Drafts at the desk: kept while somebody types or by their button, taken over, thrown away."""

from flask import Response, abort, jsonify, request, url_for
from flask_login import current_user

from projectie.clock.now import now
from projectie.doors import desk
from projectie.pages import changed
from projectie.tickets import working_drafts
from projectie.tickets.boxes import boxes_of
from projectie.tickets.ticket_shown import said
from projectie.tickets.typed_form import typed_in
from projectie.tickets.writing_models import Box

BOXES = {kind.value: kind for kind in Box}


@desk.post("/tickets/<int:ticket>/typed/<kind>", endpoint="keep_draft")
def keep_draft(ticket: int, kind: str) -> Response:
    """Keep what is in a box, because somebody asked for it."""
    box = BOXES.get(kind) or abort(404)
    working_drafts.keep(ticket, typed_in(box), current_user.id, now())
    return said(ticket, to_reply=box is Box.REPLY)


@desk.post("/tickets/<int:ticket>/typed/<kind>/now", endpoint="autosave_draft")
def autosave_draft(ticket: int, kind: str) -> Response:
    """Keep what is in a box while it is typed; the window learns its version, and whether another one wrote."""
    typed = typed_in(BOXES.get(kind) or abort(404))
    kept = working_drafts.keep(ticket, typed, current_user.id, now())
    return jsonify(version=kept.version, displaced=kept.displaced)


@desk.get("/tickets/<int:ticket>/typed", endpoint="drafts")
def drafts(ticket: int) -> Response:
    """Show what others type on a ticket, and what another window of mine left."""
    back = url_for("desk.ticket", ticket=ticket)
    return changed("tickets/_drafts.html", back=back, context=lambda: boxes_of(ticket))


@desk.post("/tickets/<int:ticket>/typed/<int:draft>/taking", endpoint="take_draft")
def take_draft(ticket: int, draft: int) -> Response:
    """Put a text into my own box, above what I typed there."""
    typed = typed_in(Box.NOTE if request.form.get("note") is not None else Box.REPLY)
    kind = working_drafts.take_over(ticket, draft, typed, current_user.id, now())
    return said(ticket, to_reply=kind is Box.REPLY)


@desk.post("/tickets/<int:ticket>/drafts/<int:draft>/taking", endpoint="take_not_sent")
def take_not_sent(ticket: int, draft: int) -> Response:
    """Put a reply that did not go out into my own box."""
    working_drafts.take_not_sent(ticket, draft, typed_in(Box.REPLY), current_user.id, now())
    return said(ticket, to_reply=True)


@desk.post("/tickets/<int:ticket>/typed/<int:draft>/removal", endpoint="throw_draft_away")
def throw_draft_away(ticket: int, draft: int) -> Response:
    """Throw a text of mine away."""
    for kind in Box:
        working_drafts.keep(ticket, typed_in(kind), current_user.id, now())
    working_drafts.throw_away(ticket, draft, current_user.id, now())
    return said(ticket)
