"""The hours and leave of colleagues: kept with one line of history each (R9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.people.models import Person, Role
from projectie.planning.capacity import Leave
from projectie.planning.models import LeaveRow, PlanningFigures, WorkingHours

MOST_DAYS = 366  # of one leave


class Fault(StrEnum):
    """Why a leave cannot be kept."""

    BACKWARDS = "backwards"  # its last day lies before its first
    PASSED = "passed"  # all of it is over
    LONG = "long"  # over a year is no leave but other hours


class LeaveError(ValueError):
    """The leave is not kept; nothing was changed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Away:
    """A leave as it was typed: the days, how much of each, and a short word."""

    leave: Leave
    word: str


def keep_hours(person_id: int, minutes: Mapping[int, int], by: int, now: datetime) -> bool:
    """Keep how long a colleague works on each weekday; return whether anything changed. Raises MissingError."""
    with transaction() as session:
        _colleague(session, person_id)
        rows = session.query(WorkingHours).filter_by(person_id=person_id)
        before = {row.weekday: row.minutes for row in rows}
        if before == dict(minutes):
            return False
        session.execute(delete(WorkingHours).where(WorkingHours.person_id == person_id))
        session.add_all(
            WorkingHours(person_id=person_id, weekday=day, minutes=long) for day, long in minutes.items()
        )
        _note(
            session,
            "hours.kept",
            person_id,
            by,
            now,
            {"minutes": _in_order(minutes), "before": _in_order(before)},
        )
        return True


def faults_of(leave: Leave, today: date) -> Fault | None:
    """Return why that leave cannot be kept."""
    if leave.last < leave.first:
        return Fault.BACKWARDS
    if leave.last < today:
        return Fault.PASSED
    return Fault.LONG if (leave.last - leave.first).days >= MOST_DAYS else None


def take_leave(person_id: int, away: Away, today: date, by: int, now: datetime) -> int:
    """Keep that a colleague is away and return the leave; raise LeaveError, or MissingError for nobody of the studio."""
    fault = faults_of(away.leave, today)
    if fault:
        raise LeaveError(fault)
    with transaction() as session:
        _colleague(session, person_id)
        row = LeaveRow(
            person_id=person_id,
            first_day=away.leave.first,
            last_day=away.leave.last,
            minutes=away.leave.minutes,
            word=away.word,
        )
        session.add(row)
        session.flush()
        _note(session, "leave.taken", person_id, by, now, _days(row))
        return row.id


def withdraw_leave(person_id: int, leave_id: int, by: int, now: datetime) -> None:
    """Let a colleague work on those days after all; raise MissingError when that is no leave of theirs."""
    with transaction() as session:
        row = session.get(LeaveRow, leave_id, with_for_update=True)
        if row is None or row.person_id != person_id:
            raise MissingError(f"leave {leave_id}")
        session.delete(row)
        _note(session, "leave.withdrawn", person_id, by, now, _days(row))


def keep_figures(percent: int, assumed: int, by: int, now: datetime) -> bool:
    """Keep the studio's figures of planning; return whether they changed."""
    with transaction() as session:
        row = session.get_one(PlanningFigures, 1, with_for_update=True)
        before = {"plannable_percent": row.plannable_percent, "assumed_minutes": row.assumed_minutes}
        wanted = {"plannable_percent": percent, "assumed_minutes": assumed}
        if wanted == before:
            return False
        row.plannable_percent, row.assumed_minutes = percent, assumed
        details = {**wanted, "before": before}
        history.record(session, at=now, by=by, deed="planning.figures", of=("planning", 1), details=details)
        return True


def _colleague(session: Session, person_id: int) -> None:
    person = session.get(Person, person_id, with_for_update=True)
    if person is None or person.role is Role.CLIENT:
        raise MissingError(f"colleague {person_id}")


def _days(row: LeaveRow) -> dict[str, Any]:
    """Return what the history keeps of a leave: never the word."""
    days = {"first": row.first_day.isoformat(), "last": row.last_day.isoformat()}
    return {"leave": row.id, **days, "minutes": row.minutes}


def _in_order(minutes: Mapping[int, int]) -> Sequence[int | None]:
    return [minutes.get(day) for day in range(7)] if minutes else []


def _note(
    session: Session, deed: str, person_id: int, by: int, now: datetime, details: dict[str, Any]
) -> None:
    history.record(session, at=now, by=by, deed=deed, of=("person", person_id), details=details)
