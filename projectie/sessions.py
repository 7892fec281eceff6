"""Who is signed in: the session cookie names a person and a key that can be withdrawn."""

from flask import g
from flask_login import AnonymousUserMixin
from sqlalchemy import bindparam, select

from projectie.database import db
from projectie.extensions import login
from projectie.live.signals import last_id
from projectie.people.models import Person


class Visitor(AnonymousUserMixin):  # type: ignore[misc]  # flask-login has no types
    """Somebody who is not signed in."""

    theme = None


login.anonymous_user = Visitor

# In one go the newest event, from before anything of the page is read: whatever changes later comes by the stream.
_BY_COOKIE = select(Person, last_id()).where(
    Person.id == bindparam("number"), Person.session_key == bindparam("key"), Person.active.is_(True)
)


@login.user_loader  # type: ignore[untyped-decorator]  # flask-login has no types
def load(name: str) -> Person | None:
    """Return the person of a session, unless the account was closed or its key withdrawn since."""
    number, _, key = name.partition(".")
    if not number.isascii() or not number.isdigit():
        return None
    row = db.session.execute(_BY_COOKIE, {"number": int(number), "key": key}).first()
    if row is None:
        return None
    person: Person = row[0]
    g.last_event_id = row[1]
    return person
