"""What a ticket shows of its SLA: both clocks with why, and the version they stand under (R2, R10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from projectie.clock.phone import PhoneHours
from projectie.context import zone
from projectie.contracts.priority import Priority
from projectie.contracts.sla import Counts, Measure, Policy
from projectie.contracts.sla_words import COUNTS, MEASURES, length
from projectie.tickets.models import Ticket
from projectie.tickets.panels import Facts, hang
from projectie.tickets.sla import Clock, Reading, State, due_at, read
from projectie.tickets.sla_explained import CountedDay, explained
from projectie.tickets.sla_reading import Clocks, clocks_of, counting_of, hours_of, phone_hours, promised_to
from projectie.tickets.sla_words import stands
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.words import PRIORITIES

AFTER_PROMISE = 40


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock as the page shows it."""

    measure: Measure
    reading: Reading
    says: str
    promised: str  # 4 h
    counted: Sequence[CountedDay]

    @property
    def is_over(self) -> bool:
        """Whether it was not kept."""
        return self.reading.state in {State.BREACHED, State.MET_LATE}


@hang("tickets/_sla.html", place=AFTER_PROMISE)
def sla_of(session: Session, shown: TicketPage, now: datetime) -> Facts | None:
    """Return what there is to show; nothing for a ticket without an SLA."""
    ticket = shown.ticket
    promised = promised_to(session, ticket, zone())
    if promised is None:
        return None
    known = shown.known
    hours = phone_hours(known.figures, known.calendar) if known else hours_of(session, ticket)
    found = clocks_of(session, ticket, promised, hours)
    return {
        "policy": promised,
        "lines": _lines(found, now) if found else (),
        "counts": COUNTS[found.times.counts] if found else None,
        "measures": MEASURES,
        "priorities": PRIORITIES,
        "choices": _choices(ticket, promised, hours) if ticket.priority is None else (),
    }


def _lines(found: Clocks, now: datetime) -> tuple[ClockLine, ...]:
    return tuple(_line(clock, found, now) for clock in found.clocks.values())


def _line(clock: Clock, found: Clocks, now: datetime) -> ClockLine:
    reading = read(clock, now)
    says = stands(clock.measure, reading, round_the_clock=found.times.counts is Counts.ALWAYS)
    end = clock.stopped or reading.due or now
    counted = explained(clock, end, found.times.counts, found.hours)
    return ClockLine(clock.measure, reading, says, length(clock.amount // timedelta(minutes=1)), counted)


def _choices(ticket: Ticket, promised: Policy, hours: PhoneHours) -> list[tuple[Priority, datetime]]:
    """Return by when an answer is due for each priority the ticket may get: it is still to be assessed."""
    found = []
    for priority, times in promised.promised.items():
        if times.response is not None:
            counting = counting_of(times.counts, hours)
            clock = Clock(Measure.RESPONSE, ticket.opened_at, timedelta(minutes=times.response), counting)
            found.append((priority, due_at(clock) or ticket.opened_at))
    return found
