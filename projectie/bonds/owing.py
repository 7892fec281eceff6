"""What a ticket owes once another is merged into it (R6, R9): pure, the earlier of two promises is the one to keep."""

from dataclasses import dataclass
from datetime import datetime

from projectie.tickets.planning_promises import Span


@dataclass(frozen=True, slots=True)
class Owing:
    """What was promised about a first answer, and when somebody answered."""

    opened_at: datetime
    from_: datetime | None
    by: datetime | None
    answered_at: datetime | None

    @property
    def is_owed(self) -> bool:
        """Whether a first answer is promised and not given."""
        return self.by is not None and self.answered_at is None

    @property
    def by_sla(self) -> bool:
        """Whether an SLA promises it: that counts from the moment the ticket was opened (R10)."""
        return self.from_ == self.opened_at


def owing_after(kept: Owing, merged: Owing) -> Owing:
    """Return what the ticket owes that goes on: an answer the merged one was promised is still to come.

    Under an SLA the ticket's own clock goes on; all it takes over is an earlier limit.
    """
    if not merged.is_owed or merged.by is None:
        return kept
    if kept.is_owed and kept.by is not None and kept.by <= merged.by:
        return kept
    if kept.by_sla or merged.by_sla:
        return Owing(kept.opened_at, kept.from_, merged.by, None) if kept.is_owed else kept
    return Owing(kept.opened_at, merged.from_, merged.by, None)


def planning_after(kept: Span | None, merged: Span | None) -> Span | None:
    """Return the days to promise on the ticket that goes on; None: what is promised there stays.

    Where both are planned, only days within those promised there take their place: nothing is taken from anybody.
    """
    if merged is None or merged.first is None:
        return None
    if kept is None or kept.first is None:
        return merged
    return merged if merged != kept and merged.lies_within(kept) else None
