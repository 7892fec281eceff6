"""Why a contract cannot be kept like that; the door says it in words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Fault(StrEnum):
    """What stands in the way of a deed."""

    OVERLAP = "overlap"  # a client has one contract on any day
    ENDS_BEFORE_START = "ends_before_start"
    HAS_BEGUN = "has_begun"  # it was relied on: it can be ended, not undone
    HAS_SLA = "has_sla"  # tickets were promised times under it: another tier is another contract
    NO_SLA = "no_sla"  # the contract leaves nothing to an SLA
    OUTSIDE = "outside"  # the day lies outside the contract
    PAST = "past"  # what ran keeps what it was promised
    EARLIER = "earlier"  # before the version that is to follow it
    NOTHING = "nothing"  # not a single time was agreed


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day; without a last day it goes on."""

    starts_on: date
    ends_on: date | None


class ContractError(ValueError):
    """A deed about contracts is refused; nothing was changed."""

    def __init__(self, fault: Fault, period: Period | None = None) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.period = period  # of the contract in the way
