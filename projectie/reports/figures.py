"""The figures of reports: shares, medians and percentiles, and when there are too few to say. A pure rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

FEWEST = 10  # tickets, below which a percentage says nothing


@dataclass(frozen=True, slots=True)
class Share:
    """How many of all."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """The whole percentage, half up, yet never 0 or 100 when that is not so; None of too few."""
        if self.whole < FEWEST:
            return None
        rounded = (200 * self.part + self.whole) // (2 * self.whole)
        if 0 < self.part < self.whole:
            return min(max(rounded, 1), 99)
        return rounded


def median(values: Sequence[timedelta]) -> timedelta | None:
    """Return the middle one, or the mean of the two in the middle; None of nothing."""
    ordered, count = sorted(values), len(values)
    if not count:
        return None
    return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2


def percentile(values: Sequence[timedelta], percent: int) -> timedelta | None:
    """Return the least value that so many percent do not exceed (nearest rank); None of too few."""
    if len(values) < FEWEST:
        return None
    return sorted(values)[max(-(-len(values) * percent // 100), 1) - 1]


def whole_hours(value: timedelta) -> int:
    """Return hours, half up."""
    return int((value + timedelta(minutes=30)) // timedelta(hours=1))
