"""Whether the ledger says of each ticket what it costs (R17): proved over all of them, for `integrity` and `credits check`.

A fixed number of statements, however many tickets there are.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from projectie.contracts.coverage import Consequence
from projectie.contracts.models import Contract
from projectie.credits.models import EntryKind, LedgerEntry
from projectie.people.models import Organisation
from projectie.terms.in_force import Published, versions
from projectie.tickets.coverage_models import CoverageDecision, WorkRequest
from projectie.tickets.covered import PaidBy
from projectie.tickets.models import Ticket
from projectie.work.costing import Cost
from projectie.work.models import CostDue, LeniencyDecision
from projectie.work.pieces import Booked, all_revisions, newest
from projectie.work.posting_rules import Account
from projectie.work.rules import NONE, Leniency, Rate
from projectie.work.settling import ACCOUNTS

Sums = dict[tuple[int, Account], int]
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Known:
    """All that decides on the cost of time, of every ticket."""

    tiers: Mapping[int, tuple[tuple[date, date | None, str], ...]]
    mail: frozenset[int]  # clients whose mail the studio supplies
    published: tuple[Published, ...]
    decided: Mapping[int, Consequence | None]
    asked: frozenset[int]
    lenient: Mapping[int, Leniency]

    def cost(
        self, booked: list[Booked], number: int, client: int | None, service: str | None, terms: int
    ) -> Cost:
        """Return what the ticket of that number costs."""
        by = PaidBy(
            service=service,
            tiers=self.tiers.get(client or 0, ()),
            published=self.published,
            supplies_mail=client in self.mail,
            decided=self.decided.get(number) if client else Consequence.NONE,
            asked=number in self.asked,
        )
        figures = next(each for each in self.published if each.number == terms).terms.figures
        rate = Rate(figures.minutes_per_credit, figures.minimum_credits)
        return Cost(tuple(booked), by, rate, self.lenient.get(number, NONE))


def wrong_charges(session: Session) -> Iterator[str]:
    """Name tickets that were charged otherwise than their time says, or another client than theirs.

    Clients whose contract changed since the worker came by are looked at next time.
    """
    waiting = set(session.scalars(select(CostDue.organisation_id)))
    if None in waiting:
        return
    known, booked, sums = _known(session), _booked(session), _posted(session)
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


def _known(session: Session) -> Known:
    tiers: dict[int, tuple[tuple[date, date | None, str], ...]] = {}
    contracts = select(Contract.organisation_id, Contract.starts_on, Contract.ends_on, Contract.tier)
    for client, first, last, tier in session.execute(contracts.order_by(Contract.id)):
        tiers[client] = (*tiers.get(client, ()), (first, last, tier))
    decisions = select(CoverageDecision.ticket_number, CoverageDecision.consequence)
    gifts = select(LeniencyDecision.ticket_number, LeniencyDecision.gift, LeniencyDecision.credits)
    return Known(
        tiers=tiers,
        mail=frozenset(session.scalars(select(Organisation.id).where(Organisation.studio_mail.is_(True)))),
        published=versions(session),
        decided={row[0]: row[1] for row in session.execute(decisions.order_by(CoverageDecision.id))},
        asked=frozenset(session.scalars(select(WorkRequest.ticket_number))),
        lenient={row[0]: Leniency(*row[1:]) for row in session.execute(gifts.order_by(LeniencyDecision.id))},
    )


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
