"""What decides which moments there are, read at one moment: figures, colleagues, hours, leave, closed days, calls (R11)."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.calls.models import Call, CallFiguresRow, CallHours, CallState, CallTaker
from projectie.calls.slots import Busy, CallFigures, Colleague, Offer
from projectie.clock.phone import PhoneHours
from projectie.clock.zone import local
from projectie.people.models import Person, Role
from projectie.planning.models import LeaveRow
from projectie.terms.in_force import Standing, standing
from projectie.tickets.columns import lock_board

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for calls at a moment: the offer, what the studio stands by, and who takes them."""

    standing: Standing
    offer: Offer
    names: dict[int, str]  # of who takes calls, in their order
    loads: dict[int, int]  # calls ahead, by colleague

    @property
    def without_notice(self) -> Offer:
        """The same moments and those within the notice, which staff may give."""
        return replace(self.offer, figures=replace(self.offer.figures, notice_working_days=0))


def ground_at(session: Session, now: datetime, *, lock: bool = False, without: int | None = None) -> Ground:
    """Return what holds; `lock` holds it so until the transaction ends, `without` leaves out a call that moves.

    The board is locked before the colleagues, as in every deed on a ticket: nobody waits in a ring. Who takes leave
    meanwhile waits for the same rows.
    """
    if lock:
        lock_board(session)
    names = _takers(session, lock=lock)
    stands, figures = standing(session, now), figures_of(session)
    hours, away = _hours(session), _away(session, local(now, stands.calendar.zone).date(), figures)
    busy = _busy(session, now, without)
    colleagues = tuple(
        Colleague(one, hours.get(one), away.get(one, frozenset()), tuple(busy.get(one, ()))) for one in names
    )
    phone = PhoneHours.of(stands.terms.terms.figures, stands.calendar)
    loads = Counter({one: sum(each.starts > now for each in calls) for one, calls in busy.items()})
    return Ground(stands, Offer(figures, phone, stands.calendar, colleagues), names, loads)


def figures_of(session: Session) -> CallFigures:
    """Return the studio's figures of calls."""
    row = session.execute(_FIGURES).one()
    return CallFigures(*row)


def hours_of(session: Session, person: int) -> dict[int, tuple[time, time]]:
    """Return the hours a colleague keeps for calls; nothing when the phone hours count."""
    return _hours(session, person).get(person, {})


def takers(session: Session) -> dict[int, str]:
    """Return who takes calls, by id, in the order of their names."""
    return _takers(session, lock=False)


def _takers(session: Session, *, lock: bool) -> dict[int, str]:
    query = (
        select(Person.id, Person.name, Person.role, CallTaker.takes_calls)
        .outerjoin(CallTaker, CallTaker.person_id == Person.id)
        .where(Person.role != Role.CLIENT, Person.active.is_(True))
        .order_by(Person.id)
    )
    if lock:  # not against being named in rows: history names people all the time
        query = query.with_for_update(key_share=True, of=Person)
    rows = [row for row in session.execute(query) if takes(row.role, row.takes_calls)]
    return {row.id: row.name for row in sorted(rows, key=lambda row: (row.name.casefold(), row.id))}


def takes(role: Role, chosen: bool | None) -> bool:
    """Return whether a colleague takes calls: as they chose, else staff do and managers do not."""
    return role is Role.STAFF if chosen is None else chosen


def _hours(session: Session, person: int | None = None) -> dict[int, dict[int, tuple[time, time]]]:
    query = select(CallHours.person_id, CallHours.weekday, CallHours.begins, CallHours.stops)
    if person is not None:
        query = query.where(CallHours.person_id == person)
    found: dict[int, dict[int, tuple[time, time]]] = defaultdict(dict)
    for who, weekday, begins, stops in session.execute(query):
        found[who][weekday] = (begins, stops)
    return found


def _away(session: Session, today: date, figures: CallFigures) -> dict[int, frozenset[date]]:
    """Return on which days each is away; which hours of a day are free nobody knows, so that day counts whole."""
    last = today + DAY * (figures.days_ahead + 1)
    query = select(LeaveRow.person_id, LeaveRow.first_day, LeaveRow.last_day).where(
        LeaveRow.last_day >= today, LeaveRow.first_day <= last
    )
    found: dict[int, set[date]] = defaultdict(set)
    for who, begins, ends in session.execute(query):
        day, until = max(begins, today), min(ends, last)
        found[who] |= {day + DAY * ahead for ahead in range((until - day).days + 1)}
    return {who: frozenset(days) for who, days in found.items()}


def _busy(session: Session, now: datetime, without: int | None) -> dict[int, list[Busy]]:
    query = select(Call.id, Call.colleague_id, Call.starts_at, Call.ends_at).where(
        Call.state == CallState.BOOKED, Call.starts_at > now - DAY
    )
    found: dict[int, list[Busy]] = defaultdict(list)
    for number, who, starts, ends in session.execute(query):
        if number != without:
            found[who].append(Busy(starts, ends))
    return found


_FIGURES = select(
    CallFiguresRow.grid,
    CallFiguresRow.length,
    CallFiguresRow.buffer,
    CallFiguresRow.notice_working_days,
    CallFiguresRow.days_ahead,
)
