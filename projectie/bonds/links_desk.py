"""Links between tickets for staff, and what a ticket shows of its ties."""

from datetime import datetime

from flask import Response
from flask_login import current_user
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from projectie.bonds import links
from projectie.bonds.faults import BondRefused
from projectie.bonds.forms import LinkForm
from projectie.bonds.links import Reading, links_of
from projectie.bonds.models import Bond
from projectie.bonds.undoing import UNDO_FOR
from projectie.bonds.words import READINGS, refused
from projectie.clock.now import now
from projectie.doors import desk
from projectie.tickets.bond_effects import Tie
from projectie.tickets.panels import Facts, hang
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.ticket_shown import again, said

LINKED = {"ticket.linked", "ticket.follows", "ticket.followed_up", "ticket.split", "ticket.split_off"}
TIED = {"ticket.merged", "ticket.merged_away", "ticket.split", "ticket.split_off"}


@hang("bonds/_away.html", place=1)
def gone_elsewhere(session: Session, shown: TicketPage, at: datetime) -> Facts | None:
    """Return where a merged ticket goes on, and how that is undone."""
    ticket = shown.ticket
    if ticket.merged_into is None:
        return None
    undo = [
        bond.id for bond in _bonds(session, ticket.number, at) if ticket.number in {bond.other, bond.kept}
    ]
    return {"into": ticket.merged_into, "undo": undo[-1] if undo else None}


@hang("bonds/_ties.html", place=32)
def ties(session: Session, shown: TicketPage, at: datetime) -> Facts | None:
    """Return the links of a ticket and the ties that can be undone; no statement for a ticket without."""
    number, done = shown.ticket.number, shown.done
    if shown.ticket.merged_into is not None:
        return None
    bonds = _bonds(session, number, at) if done & TIED else []
    return {
        "links": links_of(session, number) if done & LINKED else [],
        "bonds": [bond for bond in bonds if bond.tie is Tie.SPLIT or bond.kept == number],
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


def _bonds(session: Session, number: int, at: datetime) -> list[Bond]:
    its = or_(Bond.kept == number, Bond.other == number)
    fresh = select(Bond).where(its, Bond.undone_at.is_(None), Bond.at >= at - UNDO_FOR)
    return list(session.scalars(fresh.order_by(Bond.id)))
