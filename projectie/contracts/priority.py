"""What goes first (R8): a word tickets and contracts share, for an SLA promises each priority its own times (R10)."""

from enum import StrEnum


class Priority(StrEnum):
    """What goes first; in the order in which work is taken up."""

    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"
