"""What a receipt says (R25a), gathered when it is written and kept as it was told."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.contracts.queries import tier_on
from projectie.credits.balance import balance_of
from projectie.people.models import Person
from projectie.terms.in_force import in_force
from projectie.tickets.covered import covered_by
from projectie.tickets.models import Ticket
from projectie.tickets.planning_promises import standing_of
from projectie.tickets.promise_rows import local_day, span_of, standing_promise
from projectie.work.arithmetic import Arithmetic, arithmetic_of, from_data, to_data
from projectie.work.costing import cost_of
from projectie.work.models import LeniencyDecision, Receipt


@dataclass(frozen=True, slots=True)
class Work:
    """What was done on a day."""

    day: date
    minutes: int
    note: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A receipt as it is read."""

    id: int
    ticket: int
    subject: str
    asked_on: date
    done_on: date
    work: tuple[Work, ...]
    sums: Arithmetic
    because: str  # of the leniency
    service: str | None  # key of the matrix
    finding: str  # what the contract says
    consequence: str  # how the work is paid in the end
    decided: bool  # otherwise than the contract says
    answered: str | None  # kept or late; none: nothing was promised
    planned: str | None  # how the planning promise stood on the day it was done
    promised: tuple[date, date] | None
    before: int | None  # balance; none: not told to somebody unproven (R32)
    after: int | None


def facts_of(session: Session, ticket: Ticket, receipt: Receipt, now: datetime) -> dict[str, Any]:
    """Return what is told of a ticket that is done, as JSON can keep it."""
    cost = cost_of(session, ticket)
    done_on, asked_on = local_day(session, receipt.closed_at), local_day(session, ticket.opened_at)
    standing = span_of(standing_promise(session, ticket.number))
    client = receipt.organisation_id
    paid = covered_by(
        session, ticket, tier_on(session, client, done_on), in_force(session, done_on).terms.matrix
    )
    after = balance_of(session, client) if may_read_balance(session, ticket) else None
    met = standing_of(standing, done_on, done_on).value if standing else None
    span = (
        [standing.first.isoformat(), standing.last.isoformat()]
        if standing and standing.first and standing.last
        else None
    )
    return {
        "subject": ticket.subject,
        "asked_on": asked_on.isoformat(),
        "done_on": done_on.isoformat(),
        "work": [
            {
                "day": each.day.isoformat(),
                "minutes": each.minutes,
                "note": each.note_client,
                "urgent": each.urgent,
            }
            for each in cost.booked
        ],
        "sums": to_data(arithmetic_of(cost)),
        "because": _because(session, ticket.number) if cost.waived else "",
        "service": ticket.service,
        "finding": paid.verdict.finding.value,
        "consequence": paid.consequence.value,
        "decided": paid.deviation is not None,
        "answered": _answered(ticket, receipt),
        "planned": met,
        "promised": span,
        "before": None if after is None else after + cost.net,
        "after": after,
        "written_at": now.isoformat(),
    }


def may_read_balance(session: Session, ticket: Ticket) -> bool:
    """Whether whoever asked may be told a balance: somebody of that client who was proven (R32)."""
    asker = session.get(Person, ticket.requester_id) if ticket.requester_id else None
    return bool(ticket.verified and asker and asker.organisation_id == ticket.organisation_id)


def told(receipt: Receipt) -> Told:
    """Return a receipt that was written, as it is read."""
    said = receipt.said or {}
    span = said["promised"]
    return Told(
        id=receipt.id,
        ticket=receipt.ticket_number,
        subject=said["subject"],
        asked_on=date.fromisoformat(said["asked_on"]),
        done_on=date.fromisoformat(said["done_on"]),
        work=tuple(
            Work(date.fromisoformat(each["day"]), each["minutes"], each["note"], each["urgent"])
            for each in said["work"]
        ),
        sums=from_data(said["sums"]),
        because=said["because"],
        service=said["service"],
        finding=said["finding"],
        consequence=said["consequence"],
        decided=said["decided"],
        answered=said["answered"],
        planned=said["planned"],
        promised=(date.fromisoformat(span[0]), date.fromisoformat(span[1])) if span else None,
        before=said["before"],
        after=said["after"],
    )


def _answered(ticket: Ticket, receipt: Receipt) -> str | None:
    if ticket.response_by is None:
        return None
    return "kept" if (ticket.answered_at or receipt.closed_at) <= ticket.response_by else "late"


def _because(session: Session, number: int) -> str:
    last = select(LeniencyDecision.because).where(LeniencyDecision.ticket_number == number)
    return session.scalar(last.order_by(LeniencyDecision.id.desc()).limit(1)) or ""
