"""How many pages this process answered and how long they took, by door; pages about complaints are not counted (R27)."""

import threading
import time
from bisect import bisect_left

from flask import Flask, Response, current_app, g, request

from projectie.watching.openmetrics import Histogram

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds
_HIDDEN = "projectie.complaints"


class Tally:
    """The answers of one process, by door and kind of answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str], list[int]] = {}
        self._sums: dict[tuple[str, str], float] = {}

    def add(self, door: str, status: str, seconds: float) -> None:
        """Count one answer."""
        with self._lock:
            counts = self._counts.setdefault((door, status), [0] * (len(BOUNDS) + 1))
            counts[bisect_left(BOUNDS, seconds)] += 1
            self._sums[door, status] = self._sums.get((door, status), 0.0) + seconds

    def histogram(self, process: str) -> Histogram:
        """Return what was counted so far."""
        with self._lock:
            held = {key: (list(counts), self._sums[key]) for key, counts in sorted(self._counts.items())}
        series = [
            ({"door": door, "status": status, "process": process}, _rising(counts), total)
            for (door, status), (counts, total) in held.items()
        ]
        return Histogram(
            "projectie_request_seconds",
            "How long pages took, by door and kind of answer, of one process.",
            BOUNDS,
            series,
        )


def init(app: Flask) -> None:
    """Count every answer of this app; to be hung before the guard."""
    app.extensions["projectie.tally"] = tally = Tally()

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        door = _door()
        if door and not response.is_streamed and "begun" in g:
            tally.add(door, f"{response.status_code // 100}xx", time.perf_counter() - g.begun)
        return response


def _door() -> str:
    """Return the door of the page that was asked for; empty where nothing is counted."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or view.__module__.startswith(_HIDDEN):
        return ""
    return request.blueprint or "static"


def _rising(counts: list[int]) -> list[int]:
    return [sum(counts[: at + 1]) for at in range(len(counts))]
