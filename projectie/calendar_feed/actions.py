"""What can be done about one's own calendar address: make it (anew), choose what it shows, revoke it."""

import hashlib
import hmac
import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.calendar_feed.models import CalendarFeed
from projectie.database import MissingError, transaction
from projectie.people.models import Person, Role


def make(person: int, now: datetime, *, shows_subjects: bool) -> str:
    """Make an address and return its token, which is kept nowhere; the address before it works no longer."""
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        session.get_one(Person, person, with_for_update=True)
        feed = session.get(CalendarFeed, person) or CalendarFeed(person_id=person)
        feed.token_hash, feed.shows_subjects, feed.made_at = _hash(token), shows_subjects, now
        session.add(feed)
        _note(session, person, "calendar.made", now)
    return token


def choose(person: int, now: datetime, *, shows_subjects: bool) -> None:
    """Choose whether it shows subjects; raise MissingError without an address."""
    with transaction() as session:
        feed = session.get(CalendarFeed, person, with_for_update=True)
        if feed is None:
            raise MissingError("no calendar address")
        if feed.shows_subjects != shows_subjects:
            feed.shows_subjects = shows_subjects
            _note(session, person, "calendar.changed", now)


def revoke(person: int, now: datetime) -> bool:
    """Revoke the address; whether there was one."""
    with transaction() as session:
        gone = delete(CalendarFeed).where(CalendarFeed.person_id == person).returning(CalendarFeed.person_id)
        if session.scalars(gone).first() is None:
            return False
        _note(session, person, "calendar.revoked", now)
        return True


def reader_of(session: Session, token: str) -> tuple[Person, CalendarFeed] | None:
    """Return whose address that is: an active colleague's, or nobody's; compared in constant time."""
    wanted = _hash(token)
    query = (
        select(Person, CalendarFeed)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(CalendarFeed.token_hash == wanted)
        .where(Person.active.is_(True), Person.role.in_((Role.STAFF, Role.MANAGER)))
    )
    found = session.execute(query).first()
    if found is None or not hmac.compare_digest(found[1].token_hash, wanted):
        return None
    return found[0], found[1]


def _hash(token: str) -> str:
    """A token is random enough that a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _note(session: Session, person: int, deed: str, now: datetime) -> None:
    history.record(session, at=now, by=person, deed=deed, of=("person", person))
