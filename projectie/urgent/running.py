"""Urgent work that runs: agreed to, and its ticket, or the one in which that goes on, is open (R12, R17a)."""

from sqlalchemy import ColumnElement, Select, select

from projectie.tickets.columns import OPEN
from projectie.tickets.models import Ticket
from projectie.urgent.models import Quote
from projectie.urgent.rules import QuoteState


def running(*wanted: ColumnElement[bool]) -> Select[int, int]:
    """Return the agreed quotes of open work with the ticket it is done on now, however many merges ago it was quoted."""
    step = (Ticket.number.label("number"), Ticket.merged_into.label("into"))
    agreed = select(Quote.id.label("quote"), *step).join(Ticket, Ticket.number == Quote.ticket_number)
    way = agreed.where(Quote.state == QuoteState.AGREED, *wanted).cte(recursive=True)
    way = way.union(select(way.c.quote, *step).join(way, Ticket.number == way.c.into))
    found = select(way.c.quote, way.c.number).join(Ticket, Ticket.number == way.c.number)
    return found.where(Ticket.merged_into.is_(None), Ticket.column.in_(OPEN)).order_by(way.c.quote)
