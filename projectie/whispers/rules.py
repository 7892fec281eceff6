"""How a secret stands: waiting to be filled in, to be read once, or over; what over means is only told to staff."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_WRONG = 5  # words; then the secret is destroyed, for somebody is guessing


class State(StrEnum):
    """How a secret stands."""

    WAITING = "waiting"  # for whoever is asked to fill it in
    READY = "ready"  # to be read, once
    READ = "read"
    EXPIRED = "expired"
    REVOKED = "revoked"
    GUESSED = "guessed"  # at: too many wrong words


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides how a secret stands."""

    filled: bool
    expires_at: datetime
    read: bool
    revoked: bool
    wrong_words: int


def state_of(facts: Facts, now: datetime) -> State:
    """Return how a secret stands at that moment."""
    if facts.read:
        return State.READ
    if facts.wrong_words >= MOST_WRONG:
        return State.GUESSED
    if facts.revoked:
        return State.REVOKED
    if facts.expires_at <= now:
        return State.EXPIRED
    return State.READY if facts.filled else State.WAITING
