"""How long clients waited for a first answer by a person, in working time (R6)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from projectie.clock.workdays import working_time_between
from projectie.clock.zone import local
from projectie.reports.period import Part
from projectie.reports.span import Span
from projectie.terms.in_force import standing
from projectie.tickets.marks import Duplicate
from projectie.tickets.models import Ticket


@dataclass(slots=True)
class Waits:
    """How long each was, and how many still wait."""

    answered: list[timedelta] = field(default_factory=list)
    waiting: int = 0

    @classmethod
    def together(cls, parts: Iterable["Waits"]) -> Self:
        """Return all of them as one."""
        found = cls()
        for each in parts:
            found.answered += each.answered
            found.waiting += each.waiting
        return found


def waits(session: Session, span: Span, now: datetime) -> dict[Part, Waits]:
    """Return the waits of requests that arrived in each part of that span; a fixed number of statements."""
    calendar = standing(session, now).calendar
    found = {part: Waits() for part in span.period.parts}
    place = {day: part for part in found for day in _days(part)}
    rows = session.execute(
        select(Ticket.opened_at, Ticket.answered_at).where(
            Ticket.opened_at >= span.since,
            Ticket.opened_at < span.until,
            Ticket.response_by.is_not(None),
            or_(
                Ticket.answered_at.is_(None), Ticket.answered_at != Ticket.opened_at
            ),  # not by the desk itself
            ~exists().where(Duplicate.ticket_number == Ticket.number),
        )
    )
    for opened, answered in rows:
        part = found[place[local(opened, span.zone).date()]]
        if answered is None:
            part.waiting += 1
        else:
            part.answered.append(working_time_between(opened, answered, calendar))
    return found


def _days(part: Part) -> Iterable[object]:
    return (part.first + timedelta(days=each) for each in range((part.last - part.first).days + 1))
