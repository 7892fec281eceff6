"""Whether the ledger says of each ticket what it costs (R17): proved over all of them, for `integrity` and `credits check`.

A fixed number of statements, however many tickets there are.
"""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from projectie.credits.models import EntryKind, LedgerEntry
from projectie.tickets.models import Ticket
from projectie.work.costing import Cost
from projectie.work.known import known_of
from projectie.work.models import CostDue
from projectie.work.pieces import Booked, all_revisions, newest
from projectie.work.posting_rules import Account
from projectie.work.settling import ACCOUNTS

Sums = dict[tuple[int, Account], int]
AT_ONCE = 2000


def wrong_charges(session: Session) -> Iterator[str]:
    """Name tickets that were charged otherwise than their time says, or another client than theirs.

    Clients whose contract changed since the worker came by are looked at next time.
    """
    waiting = set(session.scalars(select(CostDue.organisation_id)))
    if None in waiting:
        return
    known, booked, sums = known_of(session), _booked(session), _posted(session)
    tickets = select(Ticket.number, Ticket.organisation_id, Ticket.service, Ticket.terms_number)
    rows = session.execute(tickets.order_by(Ticket.number), execution_options={"yield_per": AT_ONCE})
    for number, client, service, terms in rows:
        if client not in waiting and (number in booked or number in sums):
            cost = known.cost(booked.get(number, []), number, client, service, terms)
            yield from _wrong(number, client, cost, sums.get(number, {}))


def urgent_pieces(session: Session) -> Iterator[Booked]:
    """Yield every piece of urgent time that stands."""
    yield from (each for pieces in _booked(session).values() for each in pieces if each.urgent)


def _wrong(number: int, client: int | None, cost: Cost, sums: Sums) -> Iterator[str]:
    right = {(client, account): account.sign * owed for account, owed in cost.owed.items() if owed and client}
    for whose, account in sorted({*right, *sums}):
        found, due = sums.get((whose, account), 0), right.get((whose, account), 0)
        if found != due:
            yield f"ticket {number}: {account.value} of client {whose} is {found} where {due} would be right"


def _booked(session: Session) -> dict[int, list[Booked]]:
    found: dict[int, list[Booked]] = defaultdict(list)
    for piece in newest(session.execute(all_revisions(), execution_options={"yield_per": AT_ONCE})):
        if not piece.removed:
            found[piece.ticket].append(piece)
    return found


def _posted(session: Session) -> dict[int, Sums]:
    found: dict[int, Sums] = defaultdict(dict)
    for number, client, kind, credits_ in session.execute(_SUMS, execution_options={"yield_per": AT_ONCE}):
        found[number or 0][client, Account(kind.value)] = credits_
    return found


_SUMS: Select[int | None, int, EntryKind, int] = (
    select(
        LedgerEntry.ticket_number,
        LedgerEntry.organisation_id,
        LedgerEntry.kind,
        func.sum(LedgerEntry.credits),
    )
    .where(LedgerEntry.ticket_number.is_not(None), LedgerEntry.kind.in_(ACCOUNTS))
    .group_by(LedgerEntry.ticket_number, LedgerEntry.organisation_id, LedgerEntry.kind)
)
