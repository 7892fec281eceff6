"""What planning reads of time: the minutes that are booked on a ticket, however they are paid (R9)."""

from typing import Any

from sqlalchemy import ScalarSelect, exists, func, select
from sqlalchemy.orm import aliased

from projectie.planning.booked import books
from projectie.work.models import TimeRevision


@books
def minutes_on(number: Any) -> ScalarSelect[int]:
    """Return the minutes that stand on the ticket of that column: of the newest revision of each piece."""
    later = aliased(TimeRevision)
    overtaken = exists().where(later.entry_id == TimeRevision.entry_id, later.id > TimeRevision.id)
    return (
        select(func.sum(TimeRevision.minutes))
        .where(TimeRevision.ticket_number == number, TimeRevision.removed.is_(False), ~overtaken)
        .scalar_subquery()
    )
