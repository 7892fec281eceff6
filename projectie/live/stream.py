"""An event stream on the wire: what was missed, then what comes, with a sign of life in between."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from projectie.live.hub import Ear, Hub
from projectie.live.missed import Missed
from projectie.live.signals import Signal

RETRY = b"retry: 2000\n\n"  # milliseconds until the browser asks again


@dataclass(frozen=True, slots=True)
class Pace:
    """The rhythm of a stream, in seconds."""

    beat: float = 10.0  # a sign of life, and a look whether the listener may still listen
    life: float = 300.0  # then the browser asks again, with its cookie
    look: float = 1.0  # whether the browser hung up: a page left behind soon frees its thread


UNHURRIED = Pace()


def frames(
    hub: Hub, ear: Ear, missed: Missed, hung_up: Callable[[], bool], pace: Pace = UNHURRIED
) -> Iterator[bytes]:
    """Yield the stream until the browser goes, may no longer listen, its time is up or the server closes."""
    yield RETRY
    if missed.lost:
        yield f"id: {missed.last}\nevent: reset\ndata: {{}}\n\n".encode()
    for signal in missed.signals:
        yield event(signal, ear.audience.person_id)
    yield from _live(hub, ear, missed.last, hung_up, pace)


def _live(hub: Hub, ear: Ear, sent: int, hung_up: Callable[[], bool], pace: Pace) -> Iterator[bytes]:
    ends, beats = _in(pace.life), _in(pace.beat)
    while time.monotonic() < ends and not hub.closing and not hung_up():
        given = hub.last  # everything up to here is in our queue by now: once that is empty, it was sent
        signal = ear.next(pace.look)
        if signal is None:
            sent = max(sent, given)
        elif signal.id > sent:
            sent = signal.id
            yield event(signal, ear.audience.person_id)
        if time.monotonic() >= beats:
            if not _welcome(hub, ear):
                return
            yield f": still here\nid: {sent}\n\n".encode()  # an id without data tells nobody, and is remembered
            beats = _in(pace.beat)


def event(signal: Signal, person_id: int) -> bytes:
    """Return one event for that person."""
    data = json.dumps(told(signal, person_id))
    return f"id: {signal.id}\nevent: {signal.kind}\ndata: {data}\n\n".encode()


def told(signal: Signal, person_id: int) -> dict[str, int | bool]:
    """Return all that a browser is told: which one changed, and whether this person did it."""
    return {"number": signal.number, "own": signal.actor_id == person_id}


def _welcome(hub: Hub, ear: Ear) -> bool:
    try:
        return ear.audience.is_unchanged(hub.engine)
    except SQLAlchemyError:
        return False  # not to be known now: the browser asks again


def _in(seconds: float) -> float:
    return time.monotonic() + seconds
