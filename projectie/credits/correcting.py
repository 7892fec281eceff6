"""A correction by hand: a new entry with a reason and a name; nothing that was posted is changed (R19)."""

from dataclasses import dataclass
from datetime import datetime

from projectie import history
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import transaction
from projectie.terms.in_force import today


@dataclass(frozen=True, slots=True)
class Correction:
    """What a manager wants to correct; the client reads the reason."""

    credits: int  # added, or below zero taken off
    reason: str
    key: str  # of the form: sent twice it is one entry


def correct(organisation_id: int, wanted: Correction, by: int, now: datetime) -> int:
    """Post a correction and return the balance after it; raise MissingError, KeyTakenError."""
    with transaction() as session:
        posting = Posting(
            organisation_id=organisation_id,
            kind=EntryKind.CORRECTION,
            credits=wanted.credits,
            day=today(session, now),
            key=f"correction:{wanted.key}",
            why=wanted.reason,
            by=by,
        )
        entry = post(session, posting, now)
        if entry.at == now:  # not the entry of an earlier click
            history.record(
                session,
                at=now,
                by=by,
                deed="credits.corrected",
                of=("organisation", organisation_id),
                details={"entry": entry.id, "credits": wanted.credits},
            )
        return entry.balance_after
