"""Measuring: CPU time, interleaved, medians; a figure is a ratio within one run."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured ratio and the goal of architecture.md."""

    name: str
    value: float
    goal: float | None = None
    unit: str = "×"
    note: str = ""
    at_least: bool = False

    def line(self) -> str:
        """Return it as a line of the report."""
        met = "" if self.goal is None else ("ok" if self.met else "MISSED")
        goal = "" if self.goal is None else f"goal {'≥' if self.at_least else '≤'} {self.goal:g} {self.unit}"
        return f"{self.name:58} {self.value:9.2f} {self.unit:4} {goal:18} {met:7} {self.note}"

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.goal is None or (self.value >= self.goal if self.at_least else self.value <= self.goal)


def cpu(function: Callable[[], object]) -> float:
    """Return the CPU seconds of one call."""
    start = time.process_time()
    function()
    return time.process_time() - start


def wall(function: Callable[[], object]) -> float:
    """Return the seconds of one call by the clock on the wall."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def side_by_side(
    one: Callable[[], object],
    other: Callable[[], object],
    rounds: int = 40,
    by: Callable[[Callable[[], object]], float] = cpu,
) -> tuple[list[float], list[float]]:
    """Run the two in turn and return the seconds of each; whatever the machine does, it does to both."""
    for _ in range(3):
        one(), other()
    gc.collect()
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(by(one))
        theirs.append(by(other))
    return ours, theirs


def median(seconds: list[float]) -> float:
    """Return the median."""
    return statistics.median(seconds)


def percentile(seconds: list[float], share: float) -> float:
    """Return the value below which that share lies."""
    return sorted(seconds)[min(int(len(seconds) * share), len(seconds) - 1)]
