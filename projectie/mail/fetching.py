"""One round of a mailbox: every mail that is new there is kept before the mark moves on or the server is told (R29).

Kept first: `take_in` returns when a mail is committed. Killed at any moment, the next round meets again at most
the mails of one step, and they are recognised.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from projectie.mail.imap import Line, Withheld
from projectie.mail.lease import leased
from projectie.mail.line import LineError, Reason
from projectie.mail.mark import in_turn
from projectie.mail.models import Mailbox
from projectie.mail.progress import Progress, advanced, begun, failed, succeeded

log = logging.getLogger(__name__)

_STEP = 25  # mails kept between two moves of the mark
_STEP_BYTES = 8_000_000


class StoreError(Exception):
    """The desk cannot keep a mail now; nothing was changed, ask again."""


_NOT_NOW = (OperationalError, InterfaceError, NoConnectionError, OSError, StoreError)  # whatever the mail is


@dataclass(frozen=True, slots=True)
class Post:
    """A mailbox and what happens to its mail.

    `take_in` is handed a mail, its number there, the moment it arrived and which mail of all it is, and returns
    once that is committed;
    it raises OperationalError, OSError or StoreError when it cannot be now.
    """

    mailbox: Mailbox
    folder: Path  # the data folder
    clock: Callable[[], datetime]
    take_in: Callable[[bytes, int, datetime, str], None]


@dataclass(slots=True)
class _Step:
    """What was done since the mark last moved."""

    kept: list[int] = field(default_factory=list)
    failed: dict[int, Reason] = field(default_factory=dict)
    size: int = 0

    @property
    def full(self) -> bool:
        return len(self.kept) >= _STEP or self.size >= _STEP_BYTES


def fetch(line: Line, post: Post) -> None:
    """Take in everything that is new in the mailbox of that line.

    Raises LineError, StoreError or BusyError when it could not all be done; what was, stays done.
    """
    with _storing(), leased(post.mailbox, post.folder, post.clock) as lease:
        numbers = line.look()
        progress = begun(lease, line.source, numbers)
        listed = list(line.after(progress.mark.upto, numbers.next))
        left: list[Reason] = []
        for step in _steps(line, post, progress, in_turn(listed, progress.mark, progress.tries)):
            progress = advanced(lease, progress, listed, step.kept, step.failed)
            line.mark_seen(step.kept)
            left += step.failed.values()
        if left:
            raise LineError(left[0])
        succeeded(lease)


def _steps(line: Line, post: Post, progress: Progress, uids: Sequence[int]) -> Iterator[_Step]:
    """Keep the mails, a few at a time; when that breaks off, first give what was done."""
    step = _Step()
    for uid in uids:
        try:
            _keep(line, post, progress, uid, step)
        except (LineError, *_NOT_NOW):
            yield step
            raise
        if step.full:
            yield step
            step = _Step()
    if step.kept or step.failed:
        yield step


def _keep(line: Line, post: Post, progress: Progress, uid: int, step: _Step) -> None:
    try:
        mail = line.mail(uid)
        if mail is not None:  # otherwise somebody has removed it meanwhile
            at = _arrival(mail.at, progress.last_success_at, post.clock())
            post.take_in(mail.raw, uid, at, progress.origin_of(uid))
            step.size += len(mail.raw)
        step.kept.append(uid)
    except _NOT_NOW:
        raise
    except LineError as error:
        step.failed[uid] = error.reason
        raise
    except Withheld:
        step.failed[uid] = Reason.WITHHELD
    except Exception:
        # One mail we trip over does not hold up the others; it is tried again, and the silence is told (R34).
        log.exception("mail %s of %s could not be taken in", uid, post.mailbox)
        step.failed[uid] = Reason.FAULT


def _arrival(said: datetime | None, last_look: datetime | None, now: datetime) -> datetime:
    """Return when a mail arrived: what the server says, if that is after we last saw everything and not to come."""
    return now if said is None or last_look is None else min(max(said, last_look), now)


@contextlib.contextmanager
def _storing() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(type(getattr(error, "orig", None) or error).__name__) from error


def note(mailbox: Mailbox, error: LineError | StoreError | None, clock: Callable[[], datetime]) -> Reason:
    """Write down why a mailbox could not be read (None: by a fault of our own) and return the reason."""
    reason = error.reason if isinstance(error, LineError) else Reason.STORE if error else Reason.FAULT
    with contextlib.suppress(SQLAlchemyError, OSError):
        failed(mailbox, reason, clock())
    return reason
