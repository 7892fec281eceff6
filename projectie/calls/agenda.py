"""The calls of a week as a table: a row for each day, a column for each colleague who takes calls (S10)."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.calls.queries import Shown, between
from projectie.calls.reading import takers
from projectie.clock.weeks import Week
from projectie.clock.workdays import DAY, Calendar
from projectie.clock.zone import local, moment_of
from projectie.planning.models import LeaveRow


@dataclass(frozen=True, slots=True)
class Cell:
    """What somebody has on a day."""

    calls: tuple[Shown, ...]
    is_away: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One day: why the studio is closed, or what everybody has."""

    day: date
    closed: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """A week."""

    week: Week
    names: tuple[str, ...]
    rows: tuple[Row, ...]


def agenda_of(session: Session, week: Week, reader: int, calendar: Calendar, language: str) -> Agenda:
    """Return the week, the reader's own column first; three statements."""
    found = between(session, _start(week.monday, calendar), _start(week.sunday + DAY, calendar))
    names = takers(session) | {each.call.colleague_id: each.taker for each in found}
    people = sorted(names, key=lambda one: one != reader)
    away = _away(session, week)
    days = [week.monday + DAY * place for place in range(7)]
    shown = [day for day in days if day.weekday() in calendar.working_weekdays or _on(found, day, calendar)]
    rows = (
        Row(
            day,
            calendar.closed[day].in_(language) if day in calendar.closed else "",
            tuple(
                Cell(
                    tuple(each for each in _on(found, day, calendar) if each.call.colleague_id == one),
                    (one, day) in away,
                )
                for one in people
            ),
        )
        for day in shown
    )
    return Agenda(week, tuple(names[one] for one in people), tuple(rows))


def week_in(text: str | None, today: date) -> Week:
    """Return the week an address names (2026-W48), else this week."""
    try:
        year, _, number = (text or "").partition("-W")
        week = Week(int(year), int(number))
        return week if week.monday and abs(week.monday.year - today.year) < 10 else Week.of(today)
    except ValueError:
        return Week.of(today)


def _on(found: list[Shown], day: date, calendar: Calendar) -> list[Shown]:
    return [each for each in found if local(each.call.starts_at, calendar.zone).date() == day]


def _start(day: date, calendar: Calendar) -> datetime:
    return moment_of(datetime.combine(day, time.min), calendar.zone)


def _away(session: Session, week: Week) -> set[tuple[int, date]]:
    query = select(LeaveRow.person_id, LeaveRow.first_day, LeaveRow.last_day).where(
        LeaveRow.first_day <= week.sunday, LeaveRow.last_day >= week.monday
    )
    days = [week.monday + DAY * place for place in range(7)]
    return {(who, day) for who, first, last in session.execute(query) for day in days if first <= day <= last}
