"""What a ticket costs as things stand: its time, how each day is paid, and what was waived (R4, R16, R17)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.contracts.coverage import Consequence
from projectie.terms.figures import Figures
from projectie.terms.in_force import versions
from projectie.tickets.covered import DECIDED, REQUESTED, Ground, PaidBy, paid_by
from projectie.tickets.models import Ticket
from projectie.work.models import LeniencyDecision
from projectie.work.pieces import Booked, pieces_of
from projectie.work.posting_rules import Account, Owed
from projectie.work.rules import NONE, Charge, Gift, Leniency, Piece, Rate, charge_of, waived

LENIENT = "ticket.lenient"
ANY = Ground((DECIDED, REQUESTED, LENIENT))  # whatever decides on the cost, besides time, may have been done


@dataclass(frozen=True, slots=True)
class Cost:
    """A ticket's time and what it costs."""

    booked: tuple[Booked, ...]
    paid: PaidBy  # says how work of each day is paid
    rate: Rate
    leniency: Leniency

    @property
    def billable(self) -> tuple[Booked, ...]:
        """The pieces that cost credits."""
        return self._paid(Consequence.CREDITS)

    @property
    def included(self) -> tuple[Booked, ...]:
        """The pieces that cost none, as the contract or a decision says."""
        return self._paid(Consequence.FREE)

    @property
    def by_sla(self) -> tuple[Booked, ...]:
        """The pieces that are paid as the SLA says."""
        return self._paid(Consequence.SLA)

    @property
    def undecided(self) -> tuple[Booked, ...]:
        """The pieces of which nobody knows yet how they are paid: nothing is charged."""
        return self._paid(Consequence.NONE)

    @property
    def minutes(self) -> int:
        """All minutes, however they are paid."""
        return sum(each.minutes for each in self.booked)

    @property
    def charge(self) -> Charge:
        """What the billable pieces cost by the rule (R17, R17b)."""
        return charge_of(self._pieces(), self.rate)

    @property
    def waived(self) -> int:
        """How much of it is a gift (R16)."""
        return waived(self._pieces(), self.rate, self.leniency)

    @property
    def surcharge(self) -> int:
        """How much more it costs than at the normal rate."""
        return waived(self._pieces(), self.rate, Leniency(Gift.SURCHARGE))

    @property
    def net(self) -> int:
        """What the client pays in the end."""
        return self.charge.total - self.waived

    @property
    def owed(self) -> Owed:
        """What the ledger must say."""
        charge = self.charge
        return {
            Account.CHARGE: charge.normal,
            Account.URGENT_CHARGE: charge.urgent,
            Account.LENIENCY: self.waived,
        }

    @property
    def at_most(self) -> int:
        """What it would cost if all that is undecided cost credits: what a ceiling looks at (R17c)."""
        pieces = [each.piece for each in (*self.billable, *self.undecided)]
        return charge_of(pieces, self.rate).total - waived(pieces, self.rate, self.leniency)

    def _paid(self, how: Consequence) -> tuple[Booked, ...]:
        return tuple(each for each in self.booked if self.paid.on(each.day) is how)

    def _pieces(self) -> list[Piece]:
        return [each.piece for each in self.billable]


def cost_of(
    session: Session,
    ticket: Ticket,
    booked: Iterable[Booked] | None = None,
    figures: Figures | None = None,
    ground: Ground = ANY,
    lenient: tuple[Leniency, ...] | None = None,
) -> Cost:
    """Return what a ticket costs: with the time that stands, or as if this were its time.

    `figures`: those of the terms the ticket stands under, and `ground`: what else is known of it already; `lenient`: what
    managers waived, the last decision at the end, where that was read.
    """
    pieces = pieces_of(session, ticket.number) if booked is None else tuple(booked)
    if lenient is None and LENIENT in ground.deeds:
        lenient = (leniency_of(session, ticket.number),)
    gift = lenient[-1] if lenient else NONE
    return Cost(pieces, paid_by(session, ticket, ground), rate_of(session, ticket, figures), gift)


def rate_of(session: Session, ticket: Ticket, figures: Figures | None = None) -> Rate:
    """Return the figures of the terms under which the request came in (R2)."""
    known = figures or _figures(session, ticket.terms_number)
    return Rate(known.minutes_per_credit, known.minimum_credits)


def _figures(session: Session, number: int) -> Figures:
    """Return the figures of those terms, out of the versions that are read anyhow."""
    return next(each.terms.figures for each in versions(session) if each.number == number)


def leniency_of(session: Session, number: int) -> Leniency:
    """Return what a manager decided last (R16)."""
    query = select(LeniencyDecision.gift, LeniencyDecision.credits)
    row = session.execute(
        query.where(LeniencyDecision.ticket_number == number).order_by(LeniencyDecision.id.desc()).limit(1)
    ).first()
    return Leniency(row.gift, row.credits) if row else NONE
