"""Why two tickets cannot be tied together, or not be untied."""

from enum import StrEnum


class NoBond(StrEnum):
    """The reason, for the page to word."""

    ITSELF = "itself"
    UNKNOWN = "unknown"  # no such ticket of this client
    AWAY = "away"  # one of them goes on elsewhere already
    NOTHING = "nothing"  # no message was chosen
    EVERYTHING = "everything"  # nothing would be left
    MOVED = "moved"  # something that was chosen is not there any more
    TOO_LATE = "too_late"  # the days in which it can be undone are over
    UNDONE = "undone"  # somebody was ahead
    FURTHER = "further"  # the ticket was merged further: that comes first


class BondRefused(ValueError):  # noqa: N818 (a refusal that the page words)
    """Nothing was changed."""

    def __init__(self, reason: NoBond) -> None:
        super().__init__(reason.value)
        self.reason = reason
