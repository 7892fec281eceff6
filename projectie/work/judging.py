"""What decides whether time can be booked (R13, R17c, R19): by whom, on which ticket and day, and up to what cost."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from projectie.contracts.coverage import Consequence
from projectie.people.models import Person, Role
from projectie.tickets.models import Column, Ticket
from projectie.work.ceilings import Reached, ceilings_over, reached
from projectie.work.consents import covering
from projectie.work.costing import Cost
from projectie.work.month import month_of
from projectie.work.pieces import Booked
from projectie.work.receipts import is_due_for
from projectie.work.rules import Consent
from projectie.work.typed import MOST_MINUTES

LONG_AGO_DAYS = 366


class Reason(StrEnum):
    """Why time cannot be booked."""

    CLOSED = "closed"  # done, and the client has the receipt
    NO_CLIENT = "no_client"
    FUTURE = "future"
    LONG_AGO = "long_ago"
    MINUTES = "minutes"
    NOT_YOURS = "not_yours"  # a colleague's time is a manager's to change
    NO_REASON = "no_reason"
    NOT_STAFF = "not_staff"  # the time of somebody who does not work here
    NO_CONSENT = "no_consent"  # R13
    UNDECIDED = "undecided"  # how it is paid
    CEILING = "ceiling"  # R17c
    OVERTAKEN = "overtaken"  # changed since the form was shown
    SENT = "sent"  # this form booked something else before


class NotBooked(ValueError):  # noqa: N818 (a refusal that the form words)
    """Nothing was booked, and nothing posted."""

    def __init__(self, reason: Reason, reached_: Reached | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.reached = reached_


@dataclass(frozen=True, slots=True)
class Wanted:
    """A piece of time as it was typed."""

    person: int
    day: date
    minutes: int
    urgent: bool = False
    note_client: str = ""
    note_inside: str = ""
    reason: str = ""
    undecided_too: bool = False  # book it although nobody knows yet how it is paid


def judge_person(session: Session, wanted: Wanted, by: Person, was: Booked | None = None) -> None:
    """Raise NotBooked unless it is one's own time; a colleague's is a manager's, for a reason."""
    if {wanted.person, was.person if was else wanted.person} != {by.id}:
        if by.role is not Role.MANAGER:
            raise NotBooked(Reason.NOT_YOURS)
        whose = session.get(Person, wanted.person)
        if whose is None or whose.role is Role.CLIENT:
            raise NotBooked(Reason.NOT_STAFF)
        if not wanted.reason:
            raise NotBooked(Reason.NO_REASON)


def judge_ticket(session: Session, ticket: Ticket, by: Person, reason: str = "") -> None:
    """Raise NotBooked for a ticket that is done and whose client has the receipt; a manager corrects it for a reason."""
    if ticket.organisation_id is None:
        raise NotBooked(Reason.NO_CLIENT)
    may_correct = by.role is Role.MANAGER and bool(reason)
    if ticket.column is Column.DONE and not may_correct and not is_due_for(session, ticket.number):
        raise NotBooked(Reason.CLOSED)


def judge_day(day: date, minutes: int, today: date) -> None:
    """Raise NotBooked for a day that has not come or is long over, and for minutes that fit in no day."""
    if day > today:
        raise NotBooked(Reason.FUTURE)
    if (today - day).days > LONG_AGO_DAYS:
        raise NotBooked(Reason.LONG_AGO)
    if not 0 < minutes <= MOST_MINUTES:
        raise NotBooked(Reason.MINUTES)


def judged(
    session: Session, ticket: Ticket, before: Cost, was: Booked | None, wanted: Wanted, today: date
) -> Booked:
    """Return the piece to keep; raise NotBooked when it may not be booked, or not at that cost."""
    judge_day(wanted.day, wanted.minutes, today)
    piece = pieced(ticket.number, wanted, consent_for(session, ticket, was, wanted))
    others = tuple(each for each in before.booked if was is None or each.entry != was.entry)
    after = replace(before, booked=(*others, piece))
    if after.paid.on(piece.day) is Consequence.NONE and not wanted.undecided_too:
        raise NotBooked(Reason.UNDECIDED)
    found = ceiling_reached(session, ticket, before, after, piece.day)
    if found:
        raise NotBooked(Reason.CEILING, found)
    return piece


def ceiling_reached(session: Session, ticket: Ticket, before: Cost, after: Cost, day: date) -> Reached | None:
    """Return the ceiling that this would pass (R17c); None: none."""
    rise = after.at_most - before.at_most
    if rise <= 0 or ticket.organisation_id is None:
        return None
    ceilings = ceilings_over(session, ticket.organisation_id, ticket.number)
    of_month = month_of(session, ticket.organisation_id, day).at_most if ceilings.organisation else 0
    return reached(ceilings, after.at_most, of_month + rise, rise)


def consent_for(session: Session, ticket: Ticket, was: Booked | None, wanted: Wanted) -> Consent | None:
    """Return the consent that covers it; what stood under one keeps it. Raise NotBooked without one (R13)."""
    if not wanted.urgent:
        return None
    if was is not None and was.consent is not None and was.day == wanted.day:
        return was.consent
    found = covering(session, ticket.number, wanted.day)
    if found is None:
        raise NotBooked(Reason.NO_CONSENT)
    return found


def pieced(ticket: int, wanted: Wanted, consent: Consent | None) -> Booked:
    """Return the piece that was typed, before it is kept."""
    return Booked(
        entry=0,
        ticket=ticket,
        person=wanted.person,
        name="",
        day=wanted.day,
        minutes=wanted.minutes,
        consent=consent,
        note_client=wanted.note_client,
        note_inside=wanted.note_inside,
        reason=wanted.reason,
    )
