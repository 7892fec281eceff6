"""Who reads a mailbox now: one at a time, on one machine and on several (R29).

On one data folder a lock of the operating system decides; it ends with its process, however that ends. Between
data folders the row decides, for a limited time, and whoever lost it can move nothing any more.
"""

import contextlib
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from projectie.database import transaction
from projectie.keys import made_once
from projectie.mail.models import FetchState, Mailbox

LEASE = timedelta(minutes=5)  # renewed whenever the mark moves


class BusyError(Exception):
    """Somebody else reads this mailbox now."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A mailbox that is ours for a while; `holder` names us in its row."""

    mailbox: Mailbox
    holder: str
    clock: Callable[[], datetime]

    def row(self, session: Session) -> FetchState:
        """Return the mailbox's row for a change, the lease renewed; raise BusyError when it is no longer ours."""
        row = session.get(FetchState, self.mailbox, with_for_update=True, populate_existing=True)
        if row is None or row.leased_by != self.holder:
            raise BusyError
        row.leased_until = self.clock() + LEASE
        return row


@contextmanager
def leased(mailbox: Mailbox, folder: Path, clock: Callable[[], datetime]) -> Iterator[Lease]:
    """Hold the mailbox for as long as the block lasts; raise BusyError when another reads it.

    `folder` is the data folder. Raises OSError or SQLAlchemyError when nothing can be stored now.
    """
    with _locked(folder / f"fetch-{mailbox}.lock"):
        place = made_once(folder / "place.id", lambda: secrets.token_hex(12))
        lease = Lease(mailbox, f"{place}/{secrets.token_hex(12)}", clock)
        _take(lease, place)
        try:
            yield lease
        finally:
            _give_back(lease)


def _take(lease: Lease, place: str) -> None:
    with transaction() as session:
        row = state_of(session, lease.mailbox, lease.clock())
        held = row.leased_until is not None and row.leased_until > lease.clock()
        if held and not (row.leased_by or "").startswith(
            f"{place}/"
        ):  # ours: its process is gone, the lock is here
            raise BusyError
        row.leased_by, row.leased_until = lease.holder, lease.clock() + LEASE


def _give_back(lease: Lease) -> None:
    with contextlib.suppress(BusyError, SQLAlchemyError), transaction() as session:
        row = lease.row(session)
        row.leased_by = row.leased_until = None


def state_of(session: Session, mailbox: Mailbox, now: datetime) -> FetchState:
    """Return the mailbox's row, made on first need."""
    row = session.get(FetchState, mailbox, with_for_update=True, populate_existing=True)
    if row is None:
        row = FetchState(mailbox=mailbox, since=now, last_uid=0, beyond=[], tries={})
        session.add(row)
        session.flush()
    return row


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(handle)
        except OSError as error:
            raise BusyError from error
        yield
    finally:
        os.close(handle)  # and the lock with it


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
