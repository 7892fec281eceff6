"""What an SLA promises: per priority when somebody answers and when it is solved, and how that time counts (R10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from projectie.contracts.priority import Priority
from projectie.terms.figures import Coverage, Matrix


class Counts(StrEnum):
    """Which time counts."""

    PHONE = "phone"  # while the phone is answered
    ALWAYS = "always"  # 24 × 7


class Measure(StrEnum):
    """What a clock of an SLA measures."""

    RESPONSE = "response"  # until a person answers
    RESOLUTION = "resolution"  # until it is done


@dataclass(frozen=True, slots=True)
class Times:
    """What is promised for one priority, in minutes; None: as in the terms."""

    counts: Counts
    response: int | None
    resolution: int | None

    def of(self, measure: Measure) -> int | None:
        """Return the minutes of a measure."""
        return self.response if measure is Measure.RESPONSE else self.resolution


Promised = Mapping[Priority, Times]


@dataclass(frozen=True, slots=True)
class Policy:
    """A version of what an SLA promises, from its first day until the next version."""

    id: int
    contract_id: int
    version: int
    starts_on: date
    promised: Promised

    def of(self, priority: Priority | None) -> Times | None:
        """Return what is promised for a priority; None: it is as in the terms."""
        return self.promised.get(priority) if priority else None


@dataclass(frozen=True, slots=True)
class Slower:
    """A priority that is promised less than a lower one."""

    measure: Measure
    higher: Priority
    lower: Priority


def is_sla(matrix: Matrix, tier: str) -> bool:
    """Return whether a tier of the terms leaves services to an SLA."""
    return any(
        cell.coverage is Coverage.PER_SLA for (_service, key), cell in matrix.cells.items() if key == tier
    )


def slower_though_higher(promised: Promised) -> Iterator[Slower]:
    """Yield the pairs in which a higher priority is certainly promised no sooner: allowed, but rarely meant."""
    for measure in Measure:
        for higher, lower in combinations((priority for priority in Priority if priority in promised), 2):
            if _slower(promised[higher], promised[lower], measure):
                yield Slower(measure, higher, lower)


def _slower(higher: Times, lower: Times, measure: Measure) -> bool:
    high, low = higher.of(measure), lower.of(measure)
    if high is None or low is None:
        return False
    stands_at_night = higher.counts is Counts.PHONE and lower.counts is Counts.ALWAYS
    return high > low or (high == low and stands_at_night)
