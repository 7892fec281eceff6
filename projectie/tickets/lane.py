"""The critical lane: which of the open critical tickets goes first (R8)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from projectie.tickets.promises import ResponsePromise

MOST = 12  # in the lane; where more are critical at once, the board under that filter has the rest
NEVER = datetime.max.replace(tzinfo=UTC)


class Critical(Protocol):
    """What the order of the lane looks at."""

    @property
    def number(self) -> int:
        """Its name."""

    @property
    def alarm(self) -> bool:
        """Nobody has taken it yet."""

    @property
    def asleep(self) -> bool:
        """It waits for the client."""

    @property
    def assignee(self) -> str | None:
        """Who is on it."""

    @property
    def promise(self) -> ResponsePromise | None:
        """What was promised."""

    @property
    def answered_at(self) -> datetime | None:
        """When it was answered."""


T = TypeVar("T", bound=Critical)


def lane(tickets: Iterable[T]) -> list[T]:
    """Return them with the most urgent on top: nobody took it, nobody is on it, the first answer is owed soonest."""
    return sorted(tickets, key=_order)


def _order(ticket: Critical) -> tuple[bool, bool, bool, datetime, int]:
    owed = ticket.promise.by if ticket.promise and ticket.answered_at is None else NEVER
    return not ticket.alarm, ticket.asleep, ticket.assignee is not None, owed, ticket.number
