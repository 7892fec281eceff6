"""A call was held: how long it took is kept, and counts as time of its ticket (R11, R17).

The room that books time hangs itself here, so that a call need not know what time costs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from projectie.calls.changing import Over
from projectie.calls.models import Call, CallState
from projectie.calls.telling import note
from projectie.clock.zone import local
from projectie.database import MissingError, transaction
from projectie.people.models import Person
from projectie.terms.in_force import standing
from projectie.tickets.columns import held as held_ticket
from projectie.tickets.merged import goes_on_at
from projectie.tickets.models import Ticket


class TooEarly(ValueError):  # noqa: N818 (a refusal that the page words)
    """A call that is still ahead cannot have been held; nothing was changed."""


class NotCounted(ValueError):  # noqa: N818 (a refusal, in words for the page)
    """The minutes cannot be booked on the ticket; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is booked of a call: minutes of somebody on a day, once for that call."""

    call: int
    minutes: int
    day: date
    colleague: int
    topic: str


Booker = Callable[[Session, Ticket, Spoken, Person, datetime], None]
_bookers: list[Booker] = []


def books_calls(booker: Booker) -> Booker:
    """Hang what books the minutes on the ticket, as part of the deed; what it raises undoes the deed."""
    _bookers.append(booker)
    return booker


def held(call_id: int, minutes: int, by: Person, now: datetime) -> None:
    """Note that a call was held and for how long, and let it count as time of its ticket.

    Raises Over when it was cancelled or noted before, TooEarly, NotCounted, MissingError.
    """
    with transaction() as session:
        number = session.query(Call.ticket_number).filter_by(id=call_id).scalar()
        if number is None:
            raise MissingError(f"call {call_id}")
        ticket = held_ticket(session, goes_on_at(session, number))
        call = session.get_one(Call, call_id, with_for_update=True, populate_existing=True)
        if call.state is not CallState.BOOKED:
            raise Over
        if now < call.starts_at - (call.ends_at - call.starts_at):
            raise TooEarly
        call.state, call.held_at, call.minutes = CallState.HELD, now, minutes
        ticket.answered_at = ticket.answered_at or now  # a person answered (R6)
        day = local(call.starts_at, standing(session, now).calendar.zone).date()
        session.flush()
        for book in _bookers:
            book(session, ticket, Spoken(call.id, minutes, day, call.colleague_id, call.topic), by, now)
        note(session, call, ticket, "call.held", by.id, now)
