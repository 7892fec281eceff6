"""What is kept about reading a mailbox: the mark, what failed, and when all was well last (R29, R34)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from projectie.database import transaction
from projectie.mail.imap import Numbers
from projectie.mail.lease import Lease, state_of
from projectie.mail.line import Reason
from projectie.mail.mark import Mark, counted
from projectie.mail.models import FetchState, Mailbox


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a mailbox was read when this round began, or its last step."""

    mark: Mark
    tries: dict[int, int]
    last_success_at: datetime | None
    origin: str  # of its mails: which mailbox, numbered how

    def origin_of(self, uid: int) -> str:
        """Return what no other mail of any mailbox has."""
        return sha256(f"{self.origin}:{uid}".encode()).hexdigest()


def begun(lease: Lease, source: str, numbers: Numbers) -> Progress:
    """Return how far the mailbox has been read; from the start when it is another one, or numbered anew."""
    with transaction() as session:
        row = lease.row(session)
        if (row.source, row.uidvalidity) != (source, numbers.validity) or numbers.validity is None:
            row.source, row.uidvalidity = source, numbers.validity
            _write(row, Mark(), {})
        mark = Mark(row.last_uid, frozenset(row.beyond))
        return Progress(
            mark,
            {int(uid): times for uid, times in row.tries.items()},
            row.last_success_at,
            f"{lease.mailbox}:{source}:{numbers.validity}",
        )


def advanced(
    lease: Lease, progress: Progress, listed: Sequence[int], kept: Collection[int], failed: Collection[int]
) -> Progress:
    """Write down what was kept and what failed; raise BusyError, and move nothing, when the lease is lost."""
    mark = progress.mark.moved(listed, kept)
    tries = counted(progress.tries, failed, mark)
    with transaction() as session:
        _write(lease.row(session), mark, tries)
    return replace(progress, mark=mark, tries=tries)


def _write(row: FetchState, mark: Mark, tries: dict[int, int]) -> None:
    row.last_uid, row.beyond = mark.upto, sorted(mark.beyond)
    row.tries = {str(uid): times for uid, times in tries.items()}


def succeeded(lease: Lease) -> None:
    """Write down that everything there was has been kept."""
    with transaction() as session:
        row = lease.row(session)
        row.last_success_at = lease.clock()
        row.last_error = row.silence_seen_at = None


def failed(mailbox: Mailbox, reason: Reason, now: datetime) -> None:
    """Write down why a mailbox could not be read."""
    with transaction() as session:
        row = state_of(session, mailbox, now)
        row.last_error, row.last_error_at = str(reason), now
