"""Beside a ticket: what it costs so far and why, the time on it, and a form to book more (R17, R17c)."""

from datetime import datetime

from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.clock.zone import local
from projectie.context import zone
from projectie.terms.figures import Terms
from projectie.terms.in_force import Published
from projectie.tickets.covered import Ground
from projectie.tickets.panels import Facts, hang
from projectie.tickets.ticket_page import TicketPage
from projectie.work.arithmetic import arithmetic_of
from projectie.work.beside import Beside, beside
from projectie.work.booking import BOOKED, CHANGED, REMOVED
from projectie.work.consents import may_be_urgent
from projectie.work.costing import Cost, cost_of
from projectie.work.credit_forms import NotedCeilingForm
from projectie.work.forms import TimeForm
from projectie.work.moving import MOVED
from projectie.work.pieces import pieces_of
from projectie.work.words import credits_in_words, lines_of

AFTER_COVERAGE = 25
TIME = frozenset({BOOKED, CHANGED, REMOVED, MOVED})


@hang("work/_panel.html", place=AFTER_COVERAGE)
def time_beside(session: Session, shown: TicketPage, now: datetime) -> Facts | None:
    """Return the time and cost of a client's ticket; one statement, and that of its time where there is any."""
    ticket = shown.ticket
    if ticket.organisation_id is None:
        return None
    around = beside(session, ticket, current_user.id)
    cost = _cost(session, shown, around)
    sums = arithmetic_of(cost) if cost else None
    request = around.ceilings.request
    return {
        "cost": cost,
        "sums": lines_of(sums) if sums else [],
        "net": credits_in_words(sums.net) if sums else "",
        "waived": credits_in_words(sums.waived) if sums and sums.waived else "",
        "undecided": bool(cost and cost.undecided),
        "ceilings": around.ceilings,
        "words": credits_in_words,
        "timer": around.timer,
        "form": TimeForm.fresh(local(now, zone()).date(), current_user.id),
        "ceiling_form": NotedCeilingForm(
            formdata=None, data={"ceiling": request.credits if request else None}
        ),
        "may_be_urgent": may_be_urgent(),
    }


def _cost(session: Session, shown: TicketPage, around: Beside) -> Cost | None:
    """Return what it costs, from what was read already as far as that goes."""
    if not TIME & shown.done:
        return None
    pieces, known = pieces_of(session, shown.ticket.number), shown.known
    if known is None:
        return cost_of(session, shown.ticket, pieces)
    recent = all(each.day >= known.since for each in pieces)
    terms = Terms(known.figures, known.matrix, ())
    published = (Published(0, known.since, terms),) if recent else None
    ground = Ground(shown.done, around.tiers, published, around.decided)
    return cost_of(session, shown.ticket, pieces, known.figures, ground, around.lenient)
