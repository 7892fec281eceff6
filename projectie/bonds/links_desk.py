"""Links between tickets for staff, and what a ticket shows of its ties."""

from datetime import datetime

from flask import Response
from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.bonds import links
from projectie.bonds.faults import BondRefused
from projectie.bonds.forms import LinkForm
from projectie.bonds.links import Reading, links_of
from projectie.bonds.tied import MERGED_AWAY, tied_in
from projectie.bonds.words import READINGS, refused
from projectie.clock.now import now
from projectie.doors import desk
from projectie.tickets.panels import Facts, hang
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.ticket_shown import again, said

LINKED = {"ticket.linked", "ticket.follows", "ticket.followed_up", "ticket.split", "ticket.split_off"}


@hang("bonds/_away.html", place=1)
def gone_elsewhere(session: Session, shown: TicketPage, at: datetime) -> Facts | None:
    """Return where a merged ticket goes on, and how that is undone."""
    del session
    into = shown.ticket.merged_into
    if into is None:
        return None
    undo = [tied.bond for tied in tied_in(shown, at) if tied.deed == MERGED_AWAY]
    return {"into": into, "undo": undo[-1] if undo else None}


@hang("bonds/_ties.html", place=32)
def ties(session: Session, shown: TicketPage, at: datetime) -> Facts | None:
    """Return the links of a ticket and the ties that can be undone; no statement for a ticket without links."""
    if shown.ticket.merged_into is not None:
        return None
    return {
        "links": links_of(session, shown.ticket.number) if shown.done & LINKED else [],
        "tied": [tied for tied in tied_in(shown, at) if tied.deed != MERGED_AWAY],
        "readings": READINGS,
        "form": LinkForm(formdata=None),
        "several": sum(entry.message is not None for entry in shown.timeline) > 1,
    }


@desk.post("/tickets/<int:ticket>/links", endpoint="make_link")
def make_link(ticket: int) -> Response:
    """Link a ticket to another."""
    form = LinkForm()
    if not form.validate_on_submit():
        return again(ticket, link_form=form)
    try:
        links.make_link(ticket, Reading(form.reading.data), int(form.linked.data), current_user.id, now())
    except BondRefused as error:
        form.linked.errors = [refused(error.reason)]
        return again(ticket, link_form=form)
    return said(ticket)


@desk.post("/tickets/<int:ticket>/links/<int:link>/removal", endpoint="remove_link")
def remove_link(ticket: int, link: int) -> Response:
    """Take a link away."""
    links.remove_link(ticket, link, current_user.id, now())
    return said(ticket)
