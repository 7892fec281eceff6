"""What leniency is proposed for a ticket, and why (R16): a room above that knows a reason says it here.

Without that room nothing is proposed, and managers decide as they see fit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from projectie.work.rules import Leniency


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could be waived, and why, in the client's language: they read it."""

    leniency: Leniency
    because: str


Proposing = Callable[[Session, int, datetime], Proposal | None]
_registered: list[Proposing] = []


def proposes(function: Proposing) -> Proposing:
    """Let that function say what is proposed for a ticket; the last one given is asked."""
    _registered[:] = [function]
    return function


def proposed(session: Session, ticket: int, now: datetime) -> Proposal | None:
    """Return what is proposed for that ticket; None: nothing."""
    return next((function(session, ticket, now) for function in _registered), None)
