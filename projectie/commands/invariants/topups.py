"""Top-ups: what was paid became an entry of that client, and of that kind (R22)."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from projectie.commands.invariants.desk import Desk
from projectie.credits.models import EntryKind, LedgerEntry
from projectie.topups.models import TopUp


def topups(desk: Desk) -> Iterator[str]:
    """Name paid top-ups whose entry is another's, or takes something off."""
    odd = (
        select(TopUp.id)
        .join(LedgerEntry, LedgerEntry.id == TopUp.entry_id)
        .where(
            or_(
                LedgerEntry.organisation_id != TopUp.organisation_id,
                LedgerEntry.kind != EntryKind.TOP_UP,
                LedgerEntry.credits <= 0,
            )
        )
    )
    for number in desk.session.scalars(odd.order_by(TopUp.id)):
        yield f"top-up {number} was credited by an entry that is not its own"
