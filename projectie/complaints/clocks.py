"""By when a complaint is taken up, answered and erased (R28): figures of the terms, counted in working days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from projectie.clock.workdays import Calendar, add_working_time
from projectie.complaints.case import Case
from projectie.terms.figures import Figures

ANNOUNCED = timedelta(days=14)  # before a complaint is erased, managers are told


class Stage(StrEnum):
    """How far a complaint is."""

    RECEIVED = "received"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Clocks:
    """The moments a complaint must meet."""

    acknowledge_by: datetime
    answer_by: datetime  # with the extension, where there is one
    erase_at: datetime | None  # none: it is not closed

    def late(self, case: Case, now: datetime) -> bool:
        """Whether what is due next is overdue."""
        if case.is_closed:
            return False
        if case.acknowledged_at is None and now > self.acknowledge_by:
            return True
        return case.answered_at is None and now > self.answer_by

    def next_at(self, case: Case) -> datetime | None:
        """Return by when the next step is due."""
        if case.is_closed or case.answered_at is not None:
            return None
        return self.answer_by if case.acknowledged_at else self.acknowledge_by


def clocks(case: Case, figures: Figures, calendar: Calendar) -> Clocks:
    """Return the moments by the terms the complaint came in under."""
    confirmed = add_working_time(case.received_at, timedelta(days=figures.complaint_confirm_days), calendar)
    answered = add_working_time(case.received_at, timedelta(days=figures.complaint_answer_days), calendar)
    erased = years_after(case.closed_at, figures.complaint_retention_years) if case.closed_at else None
    return Clocks(confirmed, case.extended_until or answered, erased)


def extended(answer_by: datetime, figures: Figures, calendar: Calendar) -> datetime:
    """Return the moment to which an answer may be put off, once."""
    return add_working_time(answer_by, timedelta(days=figures.complaint_extension_days), calendar)


def stage(case: Case) -> Stage:
    """Return how far it is."""
    if case.is_closed:
        return Stage.CLOSED
    if case.answered_at:
        return Stage.ANSWERED
    return Stage.TAKEN_UP if case.acknowledged_at else Stage.RECEIVED


def years_after(moment: datetime, years: int) -> datetime:
    """Return the same day so many years later; of 29 February the 28th."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def may_be_erased(erase_at: datetime | None, announced_at: datetime | None, now: datetime) -> bool:
    """Whether its time has come, and managers have known that for long enough."""
    if erase_at is None or announced_at is None:
        return False
    return now >= max(erase_at, announced_at + ANNOUNCED)
