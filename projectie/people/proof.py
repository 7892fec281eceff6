"""Fresh proof of who sits there (R27): what is confidential opens only shortly after somebody proved who they are.

A password is enough now; whatever else proves it calls `note` too, and whoever asks for it asks `is_fresh`.
"""

from datetime import UTC, datetime, timedelta

from flask import session

from projectie.people import actions

LASTS = timedelta(minutes=10)
_PROVED = "proved"


def note(person: int, now: datetime) -> None:
    """Remember in this browser that this person has just proved who they are."""
    session[_PROVED] = f"{person}:{int(now.timestamp())}"


def is_fresh(person: int, now: datetime) -> bool:
    """Whether this person proved it in this browser a short while ago."""
    proved, _, at = str(session.get(_PROVED, "")).partition(":")
    if proved != str(person) or not at.isdigit():
        return False
    return timedelta() <= now - datetime.fromtimestamp(int(at), UTC) <= LASTS


def by_password(person: int, email: str, password: str, address: str, secret: str, now: datetime) -> bool:
    """Prove it by the password, with the brakes of signing in; return whether that is done."""
    tried = actions.sign_in(email, password, address, secret, now)
    if tried.person is None or tried.person.id != person:
        return False
    note(person, now)
    return True
