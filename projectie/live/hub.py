"""One watcher a process reads new events once and hands them to every open stream."""

import logging
import threading
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from projectie.config import Settings
from projectie.database import db
from projectie.live.announce import wake_on_commit
from projectie.live.audience import Audience
from projectie.live.signals import Signal, last_id, signals_after
from projectie.live.watch import open_watch

log = logging.getLogger(__name__)
AT_ONCE = 1000  # events in one read


@dataclass(frozen=True, slots=True, eq=False)
class Ear:
    """One open stream: who listens, and what is still to be sent."""

    audience: Audience
    heard: SimpleQueue[Signal | None] = field(default_factory=SimpleQueue)

    def next(self, seconds: float) -> Signal | None:
        """Return the next signal, or None when nothing came in that time or the hub closes."""
        try:
            return self.heard.get(timeout=seconds)
        except Empty:
            return None


class Hub:
    """The open streams of this process; its thread starts with the first, so after any fork."""

    def __init__(self, engine: Engine, most: int) -> None:
        self.engine = engine
        self._most = most
        self._ears: frozenset[Ear] = frozenset()  # replaced, never changed: read without a lock
        self._lock = threading.RLock()  # close() may interrupt the thread that holds it
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._last = 0

    @property
    def last(self) -> int:
        """The newest event that every ear open at that moment was given."""
        return self._last

    @property
    def closing(self) -> bool:
        """Whether every stream must end."""
        return self._closing.is_set()

    @property
    def streams(self) -> int:
        """How many streams are open."""
        return len(self._ears)

    def join(self, audience: Audience) -> Ear | None:
        """Return an ear that hears every event committed from now on; None when the house is full or closing."""
        with self._lock:
            if self._closing.is_set() or len(self._ears) >= self._most:
                return None
            if self._thread is None:
                self._start()
            ear = Ear(audience)
            self._ears |= {ear}
            return ear

    def leave(self, ear: Ear) -> None:
        """Free the place of a stream that ended; a second time changes nothing."""
        with self._lock:
            self._ears -= {ear}

    def close(self) -> None:
        """Let every stream and the watcher end; no stream opens after this. Safe in a signal handler."""
        with self._lock:
            self._closing.set()
            self._wake.set()
            for ear in self._ears:
                ear.heard.put(None)

    def wait_closed(self, seconds: float) -> None:
        """Wait until the watcher has let go of its connection."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _start(self) -> None:
        with self.engine.connect() as connection:
            self._last = connection.scalar(select(last_id())) or 0
        wake_on_commit(self._wake)
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._watch()
            except Exception as error:  # noqa: BLE001 - whatever broke the line, the next one reads on from the same id
                log.warning("the watch on events broke: %s", type(error).__name__)
                self._closing.wait(1)

    def _watch(self) -> None:
        watch = open_watch(self.engine, self._wake)
        try:
            self._tell()  # what came while nobody watched
            while not self._closing.is_set():
                if watch.has_news():
                    self._tell()
        finally:
            watch.close()

    def _tell(self) -> None:
        while True:
            with self.engine.connect() as connection:
                signals = signals_after(connection, self._last, most=AT_ONCE)
            for signal in signals:
                for ear in self._ears:
                    if ear.audience.hears(signal):
                        ear.heard.put(signal)
                self._last = signal.id  # after the last ear: see stream.py
            if len(signals) < AT_ONCE:
                return


def hub_of(app: Flask) -> Hub:
    """Return the hub of this app in this process, made when first asked for."""
    hub = app.extensions.get("live")
    if hub is None:
        settings: Settings = app.config["SETTINGS"]
        with app.app_context():
            hub = app.extensions.setdefault("live", Hub(db.engine, settings.streams))
    assert isinstance(hub, Hub)
    return hub


def close_hub(app: Flask) -> None:
    """Close the hub of this app, if there is one, and forget it."""
    hub = app.extensions.pop("live", None)
    if isinstance(hub, Hub):
        hub.close()
        hub.wait_closed(5)
