"""A ticket on hold, and off it: on its page, and in the panel beside the board."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.doors import desk
from projectie.pages import changed
from projectie.tickets.holding import hold, release
from projectie.tickets.peek import peek
from projectie.tickets.sight import kept
from projectie.tickets.ticket_shown import found, said


@desk.post("/tickets/<int:ticket>/hold", endpoint="hold")
def put_on_hold(ticket: int) -> Response:
    """Put it on hold in its column."""
    if not hold(ticket, current_user.id, now()):
        flash(_("What is done cannot be on hold."), "warning")
    return _back(ticket)


@desk.post("/tickets/<int:ticket>/hold/removal", endpoint="release")
def take_off_hold(ticket: int) -> Response:
    """Take it off hold."""
    release(ticket, current_user.id, now())
    return _back(ticket)


def _back(ticket: int) -> Response:
    if request.args.get("at") != "board":
        return said(ticket)
    back = url_for("desk.board", **kept(), peek=ticket)
    return changed(
        "tickets/peek.reply.html",
        back=back,
        context=lambda: peek(found(ticket), now()) | {"said": _("Saved.")},
    )
