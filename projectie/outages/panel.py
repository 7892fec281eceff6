"""Beside a ticket: the outage it is part of, or the outages it could be part of."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from projectie.language import language
from projectie.outages.models import Outage, OutageTicket
from projectie.outages.words import STATES
from projectie.terms.figures import Text
from projectie.tickets.models import Column
from projectie.tickets.panels import Facts, hang
from projectie.tickets.ticket_page import TicketPage

MOST = 20


@hang("outages/_panel.html", place=30)
def outages_beside(session: Session, shown: TicketPage, now: datetime) -> Facts | None:
    """Return the ticket's outages and, when it is in none that goes on, those it could join; one statement."""
    del now
    grouped = and_(OutageTicket.outage_id == Outage.id, OutageTicket.ticket_number == shown.ticket.number)
    columns = (Outage.id, Outage.title_nl, Outage.title_en, Outage.state, OutageTicket.ticket_number)
    query = select(*columns).outerjoin(OutageTicket, grouped).where(Outage.withdrawn_at.is_(None))
    concerned = query.where(or_(OutageTicket.ticket_number.is_not(None), Outage.solved_at.is_(None)))
    rows = session.execute(concerned.order_by(Outage.id.desc()).limit(MOST)).all()
    known = [(row.id, Text(row.title_nl, row.title_en).in_(language()), row.state, row[4]) for row in rows]
    own = [each for each in known if each[3] is not None]
    is_free = all(each[2] == "solved" for each in own) and shown.ticket.column is not Column.DONE
    joinable = [each for each in known if each[3] is None] if is_free else []
    if not own and not is_free:
        return None
    return {"own": own, "joinable": joinable, "states": STATES, "may_report": is_free}
