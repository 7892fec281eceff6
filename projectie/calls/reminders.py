"""The worker reminds both sides of a call, once each: the working day before, each in their own day, and an hour before (R11)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from projectie.calls.letters import BOTH, About, News, Told, tell
from projectie.calls.models import Call, CallState
from projectie.calls.remembering import Reader, is_day_reminder_due, is_hour_reminder_due
from projectie.database import db, transaction
from projectie.one_by_one import one_by_one
from projectie.terms.in_force import Standing, standing
from projectie.tickets.models import Ticket

AHEAD = timedelta(days=14)  # no studio is closed for longer


def remind(key: str, now: datetime) -> int:
    """Remind of what is near, each call in a deed of its own; return how many."""
    return one_by_one(_near(now), lambda number: _remind(number, key, now))


def _near(now: datetime) -> list[int]:
    session = db.session()
    said = (Call.reminded_day_at, Call.reminded_colleague_at, Call.reminded_hour_at)
    query = select(Call.id).where(
        Call.state == CallState.BOOKED,
        Call.starts_at > now,
        Call.starts_at < now + AHEAD,
        or_(*(each.is_(None) for each in said)),
    )
    numbers = list(session.scalars(query.order_by(Call.starts_at)))
    session.rollback()
    return numbers


def _remind(number: int, key: str, now: datetime) -> int:
    with transaction() as session:
        call = session.get(Call, number, with_for_update=True, populate_existing=True)
        if call is None or call.state is not CallState.BOOKED:
            return 0  # somebody was ahead
        stands = standing(session, now)
        if is_hour_reminder_due(call.starts_at, _known(call), now):
            news, sides = News.HOUR, BOTH if call.reminded_hour_at is None else ()
        else:
            news, sides = News.DAY, tuple(_due(call, stands, now))
        if not sides:
            return 0
        _note(call, news, sides, now)
        ticket = session.get_one(Ticket, call.ticket_number)
        tell(session, About(call, ticket, news, stands, key, now), sides=sides)
        return 1


def _due(call: Call, stands: Standing, now: datetime) -> Iterator[Told]:
    """Yield who is to hear of it the day before: the client in the zone they planned it in, the colleague in the studio's."""
    figures = stands.terms.terms.figures
    hours, known = (figures.phone_opens, figures.phone_closes), _known(call)
    readers = (
        (Told.CLIENT, ZoneInfo(call.zone), call.reminded_day_at),
        (Told.COLLEAGUE, stands.calendar.zone, call.reminded_colleague_at),
    )
    for side, zone, told in readers:
        if not told and is_day_reminder_due(
            call.starts_at, known, now, stands.calendar, Reader(zone, *hours)
        ):
            yield side


def _note(call: Call, news: News, sides: tuple[Told, ...], now: datetime) -> None:
    if Told.CLIENT in sides:
        call.reminded_day_at = call.reminded_day_at or now
    if Told.COLLEAGUE in sides:
        call.reminded_colleague_at = call.reminded_colleague_at or now
    if news is News.HOUR:
        call.reminded_hour_at = now


def _known(call: Call) -> datetime:
    """Return when both sides last heard of its moment."""
    return call.moved_at or call.booked_at
