"""What a client's work of a calendar month costs: charged, and not decided on yet (R17c)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.credits.models import LedgerEntry
from projectie.tickets.models import Ticket
from projectie.work.costing import Cost
from projectie.work.known import known_of
from projectie.work.models import TimeRevision
from projectie.work.pieces import Booked, all_revisions, newest
from projectie.work.settling import ACCOUNTS


@dataclass(frozen=True, slots=True)
class Month:
    """Credits of a month; `undecided`: what more it would be if all that nobody decided on yet cost credits."""

    charged: int  # less what was a gift
    undecided: int

    @property
    def at_most(self) -> int:
        """What a ceiling looks at."""
        return self.charged + self.undecided


def month_of(session: Session, organisation: int, day: date) -> Month:
    """Return what a client's work of the calendar month of that day costs; a fixed number of statements."""
    first = day.replace(day=1)
    until = (first + timedelta(days=32)).replace(day=1)
    charged = select(func.coalesce(func.sum(LedgerEntry.credits), 0)).where(
        LedgerEntry.organisation_id == organisation,
        LedgerEntry.kind.in_(ACCOUNTS),
        LedgerEntry.day >= first,
        LedgerEntry.day < until,
    )
    costs = _costs(session, organisation, first, until)
    undecided = sum(_undecided(cost, first, until) for cost in costs)
    return Month(-session.execute(charged).scalar_one(), undecided)


def _undecided(cost: Cost, first: date, until: date) -> int:
    waiting = tuple(each for each in cost.undecided if first <= each.day < until)
    return replace(cost, booked=(*cost.billable, *waiting)).at_most - cost.net if waiting else 0


def _costs(session: Session, organisation: int, first: date, until: date) -> Iterator[Cost]:
    """Yield the cost of each ticket of that client on which time of that month was booked."""
    worked = (
        select(Ticket.number, Ticket.service, Ticket.terms_number)
        .where(Ticket.organisation_id == organisation)
        .where(
            Ticket.number.in_(
                select(TimeRevision.ticket_number).where(TimeRevision.day >= first, TimeRevision.day < until)
            )
        )
    )
    tickets = {row.number: row for row in session.execute(worked)}
    if not tickets:
        return
    known = known_of(session, organisation)
    ever = select(TimeRevision.entry_id).where(TimeRevision.ticket_number.in_(tickets))
    pieces = newest(session.execute(all_revisions().where(TimeRevision.entry_id.in_(ever))))
    standing = (each for each in pieces if not each.removed and each.ticket in tickets)
    for number, booked in groupby(sorted(standing, key=_place), _ticket):
        ticket = tickets[number]
        yield known.cost(list(booked), number, organisation, ticket.service, ticket.terms_number)


def _place(piece: Booked) -> tuple[int, int]:
    return piece.ticket, piece.entry


def _ticket(piece: Booked) -> int:
    return piece.ticket
