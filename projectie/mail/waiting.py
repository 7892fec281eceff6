"""Letters that have not left yet: they can be held back (R34)."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.mail.models import LetterState, OutgoingLetter


class Queued(Protocol):
    """What tells whether a letter has left: of the letter itself, or of its columns as a page reads them."""

    @property
    def state(self) -> LetterState | None: ...
    @property
    def attempts(self) -> int | None: ...
    @property
    def leased_until(self) -> datetime | None: ...


def has_not_left(letter: Queued, now: datetime) -> bool:
    """Return whether no server was ever told of the letter, and no worker is telling one now."""
    free = letter.leased_until is None or letter.leased_until <= now
    return letter.state is LetterState.QUEUED and letter.attempts == 0 and free


def hold_back(letter: OutgoingLetter) -> None:
    """Let a letter that has not left never leave; the letter must be held by the deed that is open."""
    letter.state = LetterState.WITHDRAWN


def waiting_for_their_moment(session: Session, thread: int, now: datetime) -> list[OutgoingLetter]:
    """Return the letters of a conversation that go out at a later moment somebody chose; held until the deed ends."""
    chosen = select(OutgoingLetter).where(
        OutgoingLetter.thread == thread,
        OutgoingLetter.not_before > now,
        OutgoingLetter.state == LetterState.QUEUED,
    )
    locked = chosen.order_by(OutgoingLetter.id).with_for_update()
    return list(session.scalars(locked.execution_options(populate_existing=True)))
