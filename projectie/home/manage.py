"""The first page of management: figures, and what asks for a decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.context import today
from projectie.contracts.column import tier_names
from projectie.contracts.queries import NOTICE, WITHOUT, clients_by_tier, ending_soon
from projectie.database import db
from projectie.doors import manage
from projectie.home.lines import is_open, is_owed
from projectie.language import language
from projectie.pages import page
from projectie.people.models import Person
from projectie.terms.in_force import in_force
from projectie.terms.models import TermsVersion
from projectie.tickets.models import Column, Ticket
from projectie.tickets.promise_models import BrokenPromise
from projectie.tickets.sla import BREACH
from projectie.tickets.sla_models import SlaMark
from projectie.topups.queries import asking

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Figures:
    """How the desk stands."""

    open: int
    new: int
    late: int  # first answers promised and not given in time (R6)
    broken: int  # promises that were not kept lately, of an answer or of the planning (R6, R9)
    people: int  # who can sign in
    drafts: int  # of the terms


@dataclass(frozen=True, slots=True)
class Tier:
    """How many clients have a tier; the key is what the list of clients is narrowed by."""

    key: str
    name: str | None  # none: no contract
    clients: int


@manage.get("/")
def first_page() -> Response:
    """Show the figures and what asks for a decision."""
    session, day = db.session(), today()
    names = tier_names(in_force(session, day).terms.matrix, language())
    return page(
        "home/manage.html",
        figures=figures(session, now()),
        tiers=_tiers(clients_by_tier(session, day), names),
        names=names,
        ending=ending_soon(session, day),
        notice_days=NOTICE.days,
        lately_days=LATELY.days,
        asking=asking(session),
    )


def figures(session: Session, at: datetime) -> Figures:
    """Return how the desk stands at that moment; one statement."""
    opened = select(func.count(Ticket.number)).where(is_open())
    counts = (
        opened,
        opened.where(Ticket.column == Column.NEW),
        select(func.count(Ticket.number)).where(is_owed(), Ticket.response_by < at),
        _broken(at - LATELY),
        select(func.count(Person.id)).where(Person.active.is_(True), Person.password_hash.is_not(None)),
        select(func.count(TermsVersion.id)).where(TermsVersion.number.is_(None)),
    )
    return Figures(*session.execute(select(*(count.scalar_subquery() for count in counts))).one())


def _broken(since: datetime) -> Select[int]:
    """Return the count of promises that were broken since, those of SLAs among them (R6, R9, R10)."""
    by_terms = select(func.count(BrokenPromise.id)).where(BrokenPromise.noticed_at >= since)
    by_slas = select(func.count()).where(SlaMark.percent == BREACH, SlaMark.noted_at >= since)
    return select(by_terms.scalar_subquery() + by_slas.scalar_subquery())


def _tiers(counts: Mapping[str | None, int], names: Mapping[str, str]) -> list[Tier]:
    """Return every tier of the terms, also one that nobody has, then what is left."""
    known = [Tier(key, name, counts.get(key, 0)) for key, name in names.items()]
    gone = [Tier(key, key, count) for key, count in counts.items() if key is not None and key not in names]
    return [*known, *gone, Tier(WITHOUT, None, counts.get(None, 0))]
