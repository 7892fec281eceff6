"""Writers of one process wait for each other here, not in SQLite.

SQLite lets one write at a time. Who waits for that looks now and then whether it is free, ever more seldom; with
twenty people at once somebody looks at the wrong moments until the time is over, and is refused. Here whoever waits
is woken as soon as the one before is done. Other processes know nothing of this: for them SQLite's own waiting,
which comes behind it, remains.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache
from threading import Lock

from sqlalchemy import URL, Engine

PATIENCE = 10.0  # seconds; then SQLite decides


def in_turn(engine: Engine) -> AbstractContextManager[bool]:
    """Wait for the turn of a writer in that database; PostgreSQL needs none."""
    return turn(_lock_of(engine.url)) if engine.dialect.name == "sqlite" else nullcontext(True)


@contextmanager
def turn(lock: Lock, patience: float = PATIENCE) -> Iterator[bool]:
    """Hold that lock; False when it took too long to get it, and it is done without."""
    had = lock.acquire(timeout=patience)
    try:
        yield had
    finally:
        if had:
            lock.release()


@lru_cache(maxsize=64)
def _lock_of(url: URL) -> Lock:
    del url  # one of each
    return Lock()
