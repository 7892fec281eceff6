"""A reply and the planning: the indication given with it is a promise, and the last one says whether it was kept (R6, R9)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.tickets.models import Column, Delivery, Message, Ticket
from projectie.tickets.planning_promises import Span, Standing, standing_of
from projectie.tickets.promise_keeping import BEFORE_PLANNED, Made, judged_first, keep
from projectie.tickets.promise_rows import local_day, span_of, standing_promise


@dataclass(frozen=True, slots=True)
class Indication:
    """What a reply says of the planning: a promise it makes, or how the one that stands would have been met today."""

    made: Span | None
    column: Column | None  # where the promise puts the card; none: it stays
    standing: Span | None
    met: Standing | None  # if the ticket is done with this reply


def indicated(session: Session, ticket: Ticket, made: Span | None, now: datetime) -> Indication:
    """Return what the reply says of the planning; raise Refused when that may not be promised."""
    if made is not None:
        judged_first(session, ticket, made, now)
        to_planned = made.first is not None and ticket.column in BEFORE_PLANNED
        return Indication(made, Column.PLANNED if to_planned else None, None, None)
    standing, today = span_of(standing_promise(session, ticket.number)), local_day(session, now)
    met = standing_of(standing, today, today) if standing else None
    return Indication(None, None, standing, met)


def keep_told(
    session: Session, ticket: Ticket, said: Indication, message: Message, now: datetime
) -> dict[str, int]:
    """Keep the promise that the letters of this reply tell; return what its line of history holds of it."""
    if said.made is None:
        return {}
    session.flush()
    letters = select(Delivery.letter_id).where(Delivery.message_id == message.id)
    letter = session.scalars(letters.order_by(Delivery.letter_id).limit(1)).first()
    return {"promise": keep(session, ticket, Made(said.made, "", message.author_id, letter), None, now)}
