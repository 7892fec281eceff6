"""A manager waives the surcharge, a part or the whole of what a ticket costs, for a reason the client reads (R16)."""

from datetime import datetime

from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.people.models import Person, Role
from projectie.terms.in_force import today
from projectie.tickets.columns import held
from projectie.work.costing import LENIENT, cost_of
from projectie.work.models import LeniencyDecision
from projectie.work.proposals import proposed
from projectie.work.rules import Gift, Leniency
from projectie.work.settling import Cause, settle


class NothingToWaive(ValueError):  # noqa: N818 (a refusal that the form words)
    """The ticket costs nothing, or less than what was to be waived; `credits`: what it costs."""

    def __init__(self, credits_: int) -> None:
        super().__init__("nothing to waive")
        self.credits = credits_


def waive(number: int, wanted: Leniency, because: str, by: Person, now: datetime) -> None:
    """Keep what is waived of a ticket from now on, and post it; raise NothingToWaive, MissingError, PermissionError.

    It holds for what is booked later too: whoever waived the whole charge need not do so again. What was proposed
    can be decided before any time is booked.
    """
    if by.role is not Role.MANAGER:
        raise PermissionError("leniency is a manager's")
    if not because.strip():
        raise ValueError("leniency needs a reason")
    with transaction() as session:
        ticket = held(session, number)
        if ticket.organisation_id is None:
            raise MissingError(f"ticket {number} has no client")
        total = cost_of(session, ticket).charge.total
        if wanted.credits > total or not (total or _needs_none(session, number, wanted, now)):
            raise NothingToWaive(total)
        _keep(session, number, wanted, because.strip(), by, now)
        settle(session, ticket, Cause(by.id, today(session, now), why=because.strip()), now)
        details = {"gift": wanted.gift.value, "credits": wanted.credits}
        of = ("ticket", number)
        history.record(session, at=now, by=by.id, deed=LENIENT, of=of, details=details)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by.id)


def _needs_none(session: Session, number: int, wanted: Leniency, now: datetime) -> bool:
    """Whether that can be decided on a ticket that costs nothing so far."""
    if wanted.gift is Gift.NOTHING:
        return True
    found = proposed(session, number, now)
    return found is not None and found.leniency == wanted


def _keep(session: Session, number: int, wanted: Leniency, because: str, by: Person, now: datetime) -> None:
    session.add(
        LeniencyDecision(
            ticket_number=number,
            gift=wanted.gift,
            credits=wanted.credits,
            because=because,
            made_by=by.id,
            made_at=now,
        )
    )
    session.flush()
