"""The worker reminds both sides of a call, once each: the working day before, and an hour before (R11)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from projectie.calls.letters import About, News, tell
from projectie.calls.models import Call, CallState
from projectie.calls.remembering import day_before, is_day_reminder_due, is_hour_reminder_due
from projectie.database import db, transaction
from projectie.terms.in_force import Standing, standing
from projectie.tickets.models import Ticket

AHEAD = timedelta(days=14)  # no studio is closed for longer


def remind(key: str, now: datetime) -> int:
    """Remind of what is near, each call in a deed of its own; return how many."""
    return sum(_remind(number, key, now) for number in _near(now))


def _near(now: datetime) -> list[int]:
    session = db.session()
    unsaid = or_(Call.reminded_day_at.is_(None), Call.reminded_hour_at.is_(None))
    query = select(Call.id).where(
        Call.state == CallState.BOOKED, Call.starts_at > now, Call.starts_at < now + AHEAD, unsaid
    )
    numbers = list(session.scalars(query.order_by(Call.starts_at)))
    session.rollback()
    return numbers


def _remind(number: int, key: str, now: datetime) -> int:
    with transaction() as session:
        call = session.get(Call, number, with_for_update=True, populate_existing=True)
        if call is None or call.state is not CallState.BOOKED:
            return 0  # somebody was ahead
        news = _due(call, standing(session, now), now)
        if news is None:
            return 0
        _say(session, call, news, key, now)
        return 1


def _due(call: Call, stands: Standing, now: datetime) -> News | None:
    """Return what is to be said; whoever booked on the day before, or within the hour, knows."""
    figures = stands.terms.terms.figures
    hours, reader = (figures.phone_opens, figures.phone_closes), ZoneInfo(call.zone)
    if is_hour_reminder_due(call.starts_at, now):
        fresh = is_hour_reminder_due(call.starts_at, call.booked_at)
        return None if call.reminded_hour_at or fresh else News.HOUR
    if call.reminded_day_at or not is_day_reminder_due(call.starts_at, now, stands.calendar, hours, reader):
        return None
    begins = day_before(call.starts_at, stands.calendar, hours[0], reader)
    return None if call.booked_at >= begins else News.DAY


def _say(session: Session, call: Call, news: News, key: str, now: datetime) -> None:
    call.reminded_day_at = call.reminded_day_at or now
    if news is News.HOUR:
        call.reminded_hour_at = now
    ticket = session.get_one(Ticket, call.ticket_number)
    tell(session, About(call, ticket, news, standing(session, now), key, now))
