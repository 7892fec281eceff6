"""What booking a piece of time would do, before it is booked: credits, balance, invoice, and what forbids it (R20)."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from projectie.contracts.coverage import Consequence
from projectie.credits.balance import balance_of
from projectie.credits.rules import Split, split
from projectie.people.models import Person
from projectie.terms.in_force import in_force
from projectie.tickets.models import Ticket
from projectie.work.arithmetic import Arithmetic, arithmetic_of
from projectie.work.costing import cost_of
from projectie.work.judging import (
    NotBooked,
    Wanted,
    consent_for,
    judge_person,
    judge_ticket,
    judged,
    pieced,
)
from projectie.work.pieces import Booked
from projectie.work.rules import Consent


@dataclass(frozen=True, slots=True)
class Preview:
    """What it would cost."""

    refused: NotBooked | None  # why it cannot be booked like this
    paid: Consequence
    sums: Arithmetic  # of the ticket with it
    more: int  # credits; below zero: given back
    balance: int  # before
    parts: Split  # what the balance covers of it, and what will be invoiced
    administration: int  # credits for that invoice

    @property
    def after(self) -> int:
        """The balance afterwards."""
        return self.balance - self.more


def preview(
    session: Session, ticket: Ticket, wanted: Wanted, by: Person, today: date, was: Booked | None = None
) -> Preview:
    """Return what that piece would do, in place of what it was; nothing is written."""
    before = cost_of(session, ticket)
    refused: NotBooked | None = None
    consent: Consent | None = None
    try:
        judge_person(session, wanted, by, was)
        judge_ticket(session, ticket, by, wanted.reason)
        consent = judged(session, ticket, before, was, wanted, today).consent
    except NotBooked as found:
        refused = found
        with suppress(NotBooked):
            consent = consent_for(session, ticket, was, wanted)
    entry = was.entry if was else 0
    others = tuple(each for each in before.booked if was is None or each.entry != entry)
    piece = replace(pieced(ticket.number, wanted, consent), entry=entry)
    after = replace(before, booked=(*others, piece))
    more = after.net - before.net
    balance = balance_of(session, ticket.organisation_id) if ticket.organisation_id else 0
    return Preview(
        refused=refused,
        paid=after.paid.on(piece.day),
        sums=arithmetic_of(after),
        more=more,
        balance=balance,
        parts=split(balance, max(more, 0)),
        administration=in_force(session, today).terms.figures.administration_credits,
    )
