"""For how long a browser stays signed in, and a proof of identity counts."""

from datetime import datetime, timedelta

from projectie.people.models import Role

FRESH = timedelta(minutes=15)  # after that complaints, consent and security ask again who it is
SECOND_STEP = timedelta(minutes=10)  # between password and code
SEEN_EVERY = timedelta(minutes=5)  # how exactly we know when a browser was last here
IDLE = {Role.CLIENT: timedelta(days=30), Role.STAFF: timedelta(days=7), Role.MANAGER: timedelta(days=7)}
LONGEST = {Role.CLIENT: timedelta(days=180), Role.STAFF: timedelta(days=30), Role.MANAGER: timedelta(days=30)}


def is_over(role: Role, begun: datetime, seen: datetime, now: datetime) -> bool:
    """Whether a browser of that role has been signed in for too long, or was not here for too long."""
    return now - seen > IDLE[role] or now - begun > LONGEST[role]


def is_fresh(proved: datetime, now: datetime) -> bool:
    """Whether that proof still counts; one from the future is none."""
    return timedelta(0) <= now - proved <= FRESH
