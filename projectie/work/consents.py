"""What the client agreed to for urgent work (R13): the room that keeps consents says here which one covers a day.

Without that room nothing is covered, and no minute can be booked at an urgent rate.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from projectie.work.rules import Consent

Covering = Callable[[Session, int, date], Consent | None]
Giving = Callable[[Session, int], frozenset[int]]
_registered: list[Covering] = []
_giving: list[Giving] = []


def covers(function: Covering) -> Covering:
    """Let that function say which consent covers urgent work on a ticket on a day; the last one given is asked."""
    _registered[:] = [function]
    return function


def covering(session: Session, ticket: int, day: date) -> Consent | None:
    """Return the consent that covers urgent work on that ticket on that local day; None: there is none (R13)."""
    return next((function(session, ticket, day) for function in _registered), None)


def gives(function: Giving) -> Giving:
    """Let that function say which consents were given for a ticket and what goes on in it; the last one given is asked."""
    _giving[:] = [function]
    return function


def given_for(session: Session, ticket: int) -> frozenset[int]:
    """Return the consents given for that ticket, or for what goes on in it: their time stands nowhere else (R17b)."""
    return next((function(session, ticket) for function in _giving), frozenset())


def may_be_urgent() -> bool:
    """Return whether anything can be covered at all: some room keeps consents."""
    return bool(_registered)


def uncovered() -> None:
    """Forget who was registered: nothing is covered any more."""
    _registered.clear()
    _giving.clear()
