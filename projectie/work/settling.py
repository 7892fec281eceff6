"""Letting the ledger say what a ticket costs: the one place that posts charges (R16–R18). A part of every deed on time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from projectie.credits.models import EntryKind, LedgerEntry
from projectie.credits.posting import Posting, post
from projectie.language import LOCALES
from projectie.tickets.models import Ticket
from projectie.work.costing import Cost, cost_of
from projectie.work.posting_rules import Account, Change, Posted, changes, owed_to
from projectie.work.rules import NONE

ACCOUNTS = tuple(EntryKind(account.value) for account in Account)
_POSTED = (
    select(
        LedgerEntry.id,
        LedgerEntry.organisation_id,
        LedgerEntry.kind,
        LedgerEntry.credits,
        LedgerEntry.price_cents,
        LedgerEntry.day,
        LedgerEntry.reverses_id,
    )
    .where(LedgerEntry.ticket_number == bindparam("ticket"), LedgerEntry.kind.in_(ACCOUNTS))
    .order_by(LedgerEntry.id)
)


@dataclass(frozen=True, slots=True)
class Cause:
    """What a difference is posted for: who did it, and the work day and the piece of time that caused it.

    Without a day each credit is caused by the piece that made it begin: as if all had been booked one by one.
    """

    by: int | None
    day: date | None = None
    entry: int | None = None
    why: str = ""  # the client reads it; nothing: what it is, in their language


def settle(session: Session, ticket: Ticket, cause: Cause, now: datetime, cost: Cost | None = None) -> Cost:
    """Post the difference between what was posted for a ticket and what it costs, and return that cost (R17).

    The ticket is held by the deed that is open; the client's ledger is held by the posting.
    """
    found = cost or cost_of(session, ticket)
    posted = posted_for(session, ticket.number)
    for stage, owed in _stages(found, cause, posted, ticket):
        for step in list(changes(posted, owed, ticket.organisation_id)):
            entry = post(session, _posting(ticket, step, stage, len(posted) + 1), now)
            posted.append(_posted(entry))
    return found


def _stages(
    cost: Cost, cause: Cause, posted: list[Posted], ticket: Ticket
) -> Iterator[tuple[Cause, Mapping[Account, int]]]:
    """Yield what has to be owed after each piece, never less than was posted; and in the end what is owed."""
    last = cost.booked[-1].day if cost.booked else ticket.opened_at.date()
    if cause.day is None:
        for place, piece in enumerate(cost.billable, 1):
            so_far = replace(cost, booked=cost.billable[:place], leniency=NONE).owed
            stands = owed_to(posted, ticket.organisation_id)
            rising = {account: max(so_far[account], stands[account]) for account in Account}
            yield replace(cause, day=piece.day, entry=piece.entry), rising
    yield replace(cause, day=cause.day or last), cost.owed


def posted_for(session: Session, number: int) -> list[Posted]:
    """Return the entries that say what a ticket costs, in their order."""
    rows = session.execute(_POSTED, {"ticket": number})
    return [Posted(row[0], row[1], Account(row[2].value), *row[3:]) for row in rows]


def _posted(entry: LedgerEntry) -> Posted:
    account = Account(entry.kind.value)
    price, day, undone = entry.price_cents, entry.day, entry.reverses_id
    return Posted(entry.id, entry.organisation_id, account, entry.credits, price, day, undone)


def _posting(ticket: Ticket, step: Change, cause: Cause, place: int) -> Posting:
    return Posting(
        organisation_id=step.client,
        kind=EntryKind(step.account.value),
        credits=step.credits,
        day=step.day or cause.day or ticket.opened_at.date(),
        key=f"ticket:{ticket.number}:{place}",
        why=cause.why or _why(ticket, step),
        by=cause.by,
        ticket=ticket.number,
        time_entry=cause.entry,
        reverses=step.reverses,
        price_cents=step.price_cents,
    )


def _why(ticket: Ticket, step: Change) -> str:
    with force_locale(LOCALES[ticket.language]):
        words = {
            (Account.CHARGE, False): _("Work on “%(title)s”", title=ticket.subject),
            (Account.URGENT_CHARGE, False): _("Urgent work on “%(title)s”", title=ticket.subject),
            (Account.LENIENCY, False): _("Leniency for “%(title)s”", title=ticket.subject),
            (Account.LENIENCY, True): _("Less leniency for “%(title)s”", title=ticket.subject),
        }
        back = _("Given back for “%(title)s”", title=ticket.subject)
    return str(words.get((step.account, step.reverses is not None), back))
