"""How a process learns that there are new events: each watch waits a moment and says whether to read again."""

import threading
import time
from typing import TYPE_CHECKING, Protocol, cast

from sqlalchemy.engine import Engine

from projectie.live.announce import CHANNEL

if TYPE_CHECKING:
    import psycopg

POLL = 0.25  # seconds; another process's event on SQLite is told within this
LISTEN = 0.25  # seconds; how soon a listener sees that it must stop
PROVE = 10.0  # seconds; a line that says nothing for so long is tried


class Watch(Protocol):
    """One wait for news, on a line of its own."""

    def has_news(self) -> bool:
        """Wait a moment; return whether events may have come; raise when the line broke."""

    def close(self) -> None:
        """Give the line back."""


def open_watch(engine: Engine, wake: threading.Event) -> Watch:
    """Return the watch for this database; `wake` is set by commits of this very process."""
    return SqliteWatch(engine, wake) if engine.dialect.name == "sqlite" else PostgresWatch(engine)


class SqliteWatch:
    """Asks SQLite whether anybody else wrote (microseconds); our own process wakes it at once."""

    def __init__(self, engine: Engine, wake: threading.Event) -> None:
        self._wake = wake
        self._line = engine.raw_connection()  # never writes: data_version counts what others wrote
        self._version = self._ask()

    def has_news(self) -> bool:
        """Return whether something was written since the last call."""
        woken = self._wake.wait(POLL)
        self._wake.clear()
        before, self._version = self._version, self._ask()
        return woken or before != self._version

    def close(self) -> None:
        """Give the connection back to the pool."""
        self._line.close()

    def _ask(self) -> object:
        cursor = self._line.cursor()
        cursor.execute("PRAGMA data_version")
        answer = cursor.fetchone()
        cursor.close()
        return answer


class PostgresWatch:
    """Listens on a connection taken out of the pool for good."""

    def __init__(self, engine: Engine) -> None:
        pooled = engine.raw_connection()
        self._line: psycopg.Connection = cast("psycopg.Connection", pooled.driver_connection)
        pooled.detach()
        self._line.autocommit = True
        self._line.execute(f"LISTEN {CHANNEL}")
        self._proved = time.monotonic()

    def has_news(self) -> bool:
        """Return whether we were notified; now and then read without, so that a lost notice costs seconds."""
        if any(True for _ in self._line.notifies(timeout=LISTEN, stop_after=1)):
            return True
        if time.monotonic() - self._proved < PROVE:
            return False
        self._line.execute("SELECT 1")
        self._proved = time.monotonic()
        return True

    def close(self) -> None:
        """Close the connection."""
        self._line.close()
