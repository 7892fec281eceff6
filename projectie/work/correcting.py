"""A correction of a client's balance by a manager, with a reason (R19): a new entry, never a changed one."""

from dataclasses import dataclass
from datetime import datetime

from projectie import history
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import transaction
from projectie.people.models import Person, Role
from projectie.terms.in_force import today
from projectie.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Correction:
    """So many credits more, or (below zero) less; because of a ticket, perhaps."""

    credits: int
    because: str
    ticket: int | None = None


class NotTheirs(ValueError):  # noqa: N818 (a refusal that the form words)
    """The ticket that is named is not of that client, or there is none of that number."""


def correct(organisation: int, wanted: Correction, key: str, by: Person, now: datetime) -> int:
    """Post a correction, once for each key, and return the entry's id; raise NotTheirs, MissingError, LedgerError."""
    if by.role is not Role.MANAGER:
        raise PermissionError("a correction is a manager's")
    if not wanted.because.strip():
        raise ValueError("a correction needs a reason")
    with transaction() as session:
        if wanted.ticket is not None:
            ticket = session.get(Ticket, wanted.ticket)
            if ticket is None or ticket.organisation_id != organisation:
                raise NotTheirs
        posting = Posting(
            organisation_id=organisation,
            kind=EntryKind.CORRECTION,
            credits=wanted.credits,
            day=today(session, now),
            key=f"correction:{by.id}:{key}",
            why=wanted.because.strip(),
            by=by.id,
            ticket=wanted.ticket,
        )
        entry = post(session, posting, now)
        details = {"entry": entry.id, "credits": wanted.credits}
        of = ("organisation", organisation)
        history.record(session, at=now, by=by.id, deed="organisation.corrected", of=of, details=details)
        return entry.id
