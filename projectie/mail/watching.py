"""A mailbox read for ever: at once when its server tells of new mail, and in any case every minute (R34)."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from time import monotonic

from projectie.mail.fetching import StoreError
from projectie.mail.imap import Line
from projectie.mail.lease import BusyError
from projectie.mail.line_error import LineError

log = logging.getLogger(__name__)

EVERY = 60.0  # seconds between two rounds at most
_FIRST_WAIT = 5.0  # seconds after a failure, doubled each time up to EVERY
_HASTE = 0.4  # seconds readers get to stop by themselves, and again after their line was broken


class Watch:
    """One mailbox, read by a thread of its own until `ended` is set.

    `read` does one round and raises LineError, StoreError or BusyError; `told` writes down what went wrong
    (None: a fault of our own). Whatever happens, the thread goes on.
    """

    def __init__(
        self,
        name: str,
        opened: Callable[[], AbstractContextManager[Line]],
        read: Callable[[Line], None],
        told: Callable[[LineError | StoreError | None], None],
        ended: threading.Event,
    ) -> None:
        self._opened, self._read, self._told, self._ended = opened, read, told, ended
        self._line: Line | None = None
        self._failures = 0
        self.thread = threading.Thread(target=self._run, name=f"mail {name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self.thread.start()

    def hang_up(self) -> None:
        """Break the line a server holds us up on."""
        line = self._line
        if line is not None:
            line.hang_up()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._ended.wait(self._visit())

    def _visit(self) -> float:
        """Open a line and read until it breaks; return how long to wait before the next one."""
        try:
            with self._opened() as line:
                self._line = line
                self._stay(line)
        except BusyError:
            return _FIRST_WAIT
        except (LineError, StoreError) as error:
            return self._failed(error)
        except Exception:
            log.exception("the reader of a mailbox stumbled")
            return self._failed(None)
        finally:
            self._line = None
        return EVERY

    def _stay(self, line: Line) -> None:
        self._round(line)
        while line.tells and not self._ended.is_set():
            line.wait(EVERY, self._ended)
            if not self._ended.is_set():
                self._round(line)

    def _round(self, line: Line) -> None:
        self._read(line)
        self._failures = 0

    def _failed(self, error: LineError | StoreError | None) -> float:
        if not self._ended.is_set():
            self._told(error)
        self._failures += 1
        return min(_FIRST_WAIT * float(2 ** min(self._failures - 1, 10)), EVERY)


def stop(watches: Sequence[Watch]) -> None:
    """Wait until all have stopped, after `ended` was set; a server that holds one up is hung up on.

    One that still waits for an answer to its call is left to the end of the process.
    """
    _await(watches)
    for watch in watches:
        if watch.thread.is_alive():
            watch.hang_up()
    _await(watches)


def _await(watches: Sequence[Watch]) -> None:
    until = monotonic() + _HASTE
    for watch in watches:
        watch.thread.join(max(0, until - monotonic()))
