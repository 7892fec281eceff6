"""Who is signed in: the session cookie names a person and a key that can be withdrawn."""

from flask import g
from flask_login import AnonymousUserMixin
from sqlalchemy import bindparam, func, select

from projectie.alerts.models import Alert
from projectie.alerts.raising import OPEN
from projectie.clock.now import now
from projectie.database import db
from projectie.extensions import login
from projectie.live.signals import last_id
from projectie.people.models import Person
from projectie.tickets import triage_queue


class Visitor(AnonymousUserMixin):  # type: ignore[misc]  # flask-login has no types
    """Somebody who is not signed in."""

    theme = None


login.anonymous_user = Visitor

_ALERTS = select(func.count(Alert.id)).where(OPEN).scalar_subquery()
# In one go the newest event, from before anything of the page is read: whatever changes later comes by the stream.
# And what the rail of every desk page counts.
_BY_COOKIE = select(Person, last_id(), triage_queue.count(), _ALERTS).where(
    Person.id == bindparam("number"), Person.session_key == bindparam("key"), Person.active.is_(True)
)


@login.user_loader  # type: ignore[untyped-decorator]  # flask-login has no types
def load(name: str) -> Person | None:
    """Return the person of a session, unless the account was closed or its key withdrawn since."""
    number, _, key = name.partition(".")
    if not number.isascii() or not number.isdigit():
        return None
    row = db.session.execute(_BY_COOKIE, {"number": int(number), "key": key, "now": now()}).first()
    if row is None:
        return None
    person: Person = row[0]
    g.last_event_id, g.in_triage, g.open_alerts = row[1:]
    return person
