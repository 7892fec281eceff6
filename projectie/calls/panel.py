"""Beside a ticket: its calls, and how to plan one; on its timeline: what was done about them."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from projectie.calls.queries import on_ticket
from projectie.calls.words import STATES
from projectie.history import History
from projectie.people.models import Person
from projectie.tickets.models import Column
from projectie.tickets.panels import Facts, Row, hang, hang_on_timeline
from projectie.tickets.ticket_page import TicketPage

BOOKED = "call.booked"  # nothing happens to a call before this
DEEDS = ("call.proposed", BOOKED, "call.moved", "call.cancelled", "call.held")


@hang("calls/_panel.html", place=45)
def calls_beside(session: Session, shown: TicketPage, now: datetime) -> Facts | None:
    """Return the ticket's calls; no statement where none was ever booked."""
    calls = on_ticket(session, shown.ticket.number) if BOOKED in shown.done else []
    may_plan = shown.ticket.column is not Column.DONE and bool(shown.ticket.requester_address)
    if not calls and not may_plan:
        return None
    return {"calls": calls, "may_plan": may_plan, "states": STATES, "now": now}


@hang_on_timeline("calls/_row.html")
def rows_of_calls(session: Session, shown: TicketPage, now: datetime) -> Iterator[Row]:
    """Yield what was done about calls, in one statement; none where nothing was."""
    del now
    if shown.done.isdisjoint(DEEDS):
        return
    actor, taker = aliased(Person), aliased(Person)
    colleague = History.details["colleague"].as_integer()
    query = (
        select(History.id, History.at, History.deed, History.details, actor.name, taker.name)
        .outerjoin(actor, actor.id == History.actor_id)
        .outerjoin(taker, taker.id == colleague)
        .where(
            History.subject == "ticket", History.subject_id == shown.ticket.number, History.deed.in_(DEEDS)
        )
        .order_by(History.id)
    )
    for number, at, deed, details, who, takes in session.execute(query):
        starts = details.get("starts")
        facts = {"deed": deed, "who": who, "taker": takes, "minutes": details.get("minutes"), "at": at}
        facts["because"] = details.get("because", "")
        yield Row(at, number, {**facts, "starts": datetime.fromisoformat(starts) if starts else None})
