"""The time of a call is time of its ticket: booked when it is noted how long it took, once for each call (R11, R17)."""

from datetime import datetime

from sqlalchemy.orm import Session

from projectie.calls.held import NotCounted, Spoken, books_calls
from projectie.people.models import Person
from projectie.tickets.models import Ticket
from projectie.work.booking import book_on
from projectie.work.judging import NotBooked, Wanted
from projectie.work.words import refusal


@books_calls
def book_call(session: Session, ticket: Ticket, spoken: Spoken, by: Person, now: datetime) -> None:
    """Book the minutes as time of whoever took the call; of a ticket without a client nothing is charged.

    Whoever notes it need not be the one who spoke: the agenda says who that was.
    """
    if ticket.organisation_id is None:
        return
    topic = spoken.topic
    wanted = Wanted(spoken.colleague, spoken.day, spoken.minutes, note_client=topic, undecided_too=True)
    try:
        book_on(session, ticket, wanted, f"call:{spoken.call}", by, now)
    except NotBooked as refused:
        raise NotCounted(refusal(refused)) from refused
