"""Why a deed about outages is refused; the door says it in words."""

from enum import StrEnum


class Fault(StrEnum):
    """What stands in the way."""

    STARTS_LATER = "starts_later"  # an outage is going on; what is to come is maintenance
    STARTS_AFTER_SOLVED = "starts_after_solved"
    ELSEWHERE = "elsewhere"  # the ticket is part of another outage that is not solved
    NO_TICKET = "no_ticket"
    WAS_TOLD = "was_told"  # people have read of it: it can be solved, not taken back
    IS_OVER = "is_over"
    ENDS_BEFORE_START = "ends_before_start"
    HAS_BEGUN = "has_begun"  # announcing ahead is for what lies ahead
    NAME_TAKEN = "name_taken"
    LAST_PART = "last_part"  # without parts nobody can say what is affected
    UNKNOWN_PART = "unknown_part"


class OutageError(ValueError):
    """A deed is refused; nothing was changed. `number` names the outage or the ticket in the way."""

    def __init__(self, fault: Fault, number: int | None = None) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.number = number


class Overtaken(Exception):  # noqa: N818 (a refusal that the page words)
    """A colleague told more meanwhile; this update was not sent, and nothing is lost."""

    def __init__(self, newest: int) -> None:
        super().__init__("overtaken")
        self.newest = newest
