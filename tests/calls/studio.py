"""A studio that takes calls, for tests: moments of a fixed week, and a client who asks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from projectie.calls.booking import Wanted, book
from projectie.calls.models import Call
from projectie.database import db
from projectie.mail.models import OutgoingLetter
from projectie.people.models import Person
from tests.town import Townsman

KEY = "k" * 32
LEIDEN = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)  # a Friday, 09:00 in Leiden
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
WANTED = Wanted(
    topic="Nieuwe webshop",
    starts=datetime(2026, 11, 30, 10, tzinfo=UTC),  # 11:00 in Leiden
    preferred=None,
    phone="+31 71 1234567",
    zone="Europe/Amsterdam",
    ticket=None,
    key="once",
)


def at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LEIDEN).astimezone(UTC)


def person(townsman: Townsman) -> Person:
    return db.session.get_one(Person, townsman.id)


def booked(by: Townsman, now: datetime = NOW, **more: object) -> int:
    return book(replace(WANTED, **more), person(by), KEY, now)  # type: ignore[arg-type]


def call(number: int) -> Call:
    db.session.rollback()
    return db.session.get_one(Call, number, populate_existing=True)


def calls() -> list[Call]:
    db.session.rollback()
    return list(db.session.scalars(select(Call).order_by(Call.id)))


def letters(prefix: str = "call:") -> list[OutgoingLetter]:
    db.session.rollback()
    query = select(OutgoingLetter).where(OutgoingLetter.key.startswith(prefix))
    return list(db.session.scalars(query.order_by(OutgoingLetter.id)))


def ahead(moment: datetime, minutes: int) -> datetime:
    return moment + timedelta(minutes=minutes)
