"""What the panel of a ticket reads besides its time, in one statement: timer, ceilings, contracts, what was decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    DateTime,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from projectie.contracts.coverage import Consequence
from projectie.contracts.models import Contract
from projectie.people.models import Person
from projectie.tickets.coverage_models import CoverageDecision
from projectie.tickets.models import Ticket
from projectie.work.ceilings import Ceilings, last_of
from projectie.work.models import Ceiling, LeniencyDecision, Timer
from projectie.work.rules import Gift, Leniency
from projectie.work.timers import Running


@dataclass(frozen=True, slots=True)
class Beside:
    """The timer of the reader, the ceilings over the ticket, every contract of its client, and what was decided."""

    timer: Running | None
    ceilings: Ceilings
    tiers: tuple[tuple[date, date | None, str], ...]
    decided: tuple[Consequence | None, ...]  # how its work is paid, the last decision at the end (R4)
    lenient: tuple[Leniency, ...]  # the same of what was waived (R16)


def beside(session: Session, ticket: Ticket, reader: int) -> Beside:
    """Return all of it."""
    given = {"client": ticket.organisation_id, "ticket": ticket.number, "reader": reader}
    rows = session.execute(_BESIDE, given).all()
    timer = next((row for row in rows if row.what == "timer"), None)
    over = last_of(
        (row.ticket, row.number, row.text, row.name, row.at) for row in rows if row.what == "ceiling"
    )
    return Beside(
        timer=Running(timer.ticket, timer.text, timer.at) if timer else None,
        ceilings=Ceilings(over.get(ticket.number), over.get(None)),
        tiers=tuple((row.first, row.last, row.text) for row in rows if row.what == "contract"),
        decided=tuple(Consequence(row.text) if row.text else None for row in rows if row.what == "decision"),
        lenient=tuple(Leniency(Gift(row.text), row.number) for row in rows if row.what == "leniency"),
    )


def _no(kind: Any) -> Any:
    return cast(null(), kind)


def _decisions(
    what: str, decision: type[CoverageDecision | LeniencyDecision], number: Any, word: Any
) -> Select[*tuple[Any, ...]]:
    return select(
        literal(what),
        decision.id,
        decision.ticket_number,
        number,
        cast(word, String),
        _no(String),
        decision.made_at,
        _no(Date),
        _no(Date),
    ).where(decision.ticket_number == bindparam("ticket"))


_BESIDE: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(
        literal("ceiling").label("what"),
        Ceiling.id.label("id"),
        Ceiling.ticket_number.label("ticket"),
        Ceiling.credits.label("number"),
        Ceiling.agreed.label("text"),
        Person.name.label("name"),
        Ceiling.made_at.label("at"),
        _no(Date).label("first"),
        _no(Date).label("last"),
    )
    .join(Person, Person.id == Ceiling.made_by)
    .where(
        Ceiling.organisation_id == bindparam("client"),
        or_(Ceiling.ticket_number == bindparam("ticket"), Ceiling.ticket_number.is_(None)),
    ),
    select(
        literal("timer"),
        Timer.person_id,
        Timer.ticket_number,
        _no(Integer),
        Ticket.subject,
        _no(String),
        Timer.started_at,
        _no(Date),
        _no(Date),
    )
    .join(Ticket, Ticket.number == Timer.ticket_number)
    .where(Timer.person_id == bindparam("reader")),
    select(
        literal("contract"),
        Contract.id,
        _no(Integer),
        _no(Integer),
        Contract.tier,
        _no(String),
        _no(DateTime(timezone=True)),
        Contract.starts_on,
        Contract.ends_on,
    ).where(Contract.organisation_id == bindparam("client")),
    _decisions("decision", CoverageDecision, _no(Integer), CoverageDecision.consequence),
    _decisions("leniency", LeniencyDecision, LeniencyDecision.credits, LeniencyDecision.gift),
).order_by("what", "id")
