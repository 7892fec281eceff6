"""From the rows of a ticket to its clocks (R10): the version it stands under, its history, and how time counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from projectie.clock.counting import ROUND_THE_CLOCK, Counting, Pause, by_phone_hours
from projectie.clock.phone import PhoneHours
from projectie.clock.workdays import Calendar
from projectie.contracts.models import SlaPolicy
from projectie.contracts.sla import Counts, Measure, Policy, Times
from projectie.contracts.sla_queries import ON, VERSIONS, policies
from projectie.history import History
from projectie.terms.figures import Figures, Terms
from projectie.terms.in_force import calendar, studio_facts, version
from projectie.tickets.models import Column, Ticket
from projectie.tickets.sla import Clock, Moved, pauses_of
from projectie.tickets.sla_models import SlaClock

_MOVES = (
    select(History.id, History.at, History.details)
    .where(History.subject == "ticket", History.subject_id == bindparam("number"))
    .order_by(History.id)
)
_KEPT = select(SlaClock.policy_id).where(SlaClock.ticket_number == bindparam("number")).scalar_subquery()
_FRESH = ON.scalar_subquery()
_PROMISED = VERSIONS.add_columns(_KEPT.label("kept"), _FRESH.label("fresh")).where(
    or_(SlaPolicy.id == _KEPT, SlaPolicy.id == _FRESH)
)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of a ticket: what it was promised, and one clock for each time that is named."""

    policy: Policy
    times: Times
    hours: PhoneHours
    pauses: tuple[Pause, ...]
    clocks: Mapping[Measure, Clock]


def clocks_of(
    session: Session, ticket: Ticket, promised: Policy | None, hours: PhoneHours | None = None
) -> Clocks | None:
    """Return the clocks of a ticket; None when its priority is not known, or no SLA names a time for it.

    `hours`: those it counts by, where they are known already.
    """
    times = promised.of(ticket.priority) if promised else None
    if promised is None or times is None:
        return None
    hours = hours or hours_of(session, ticket)
    pauses = pauses_of(_moves(session, ticket.number), ticket.column, ticket.column_since)
    stops = {Measure.RESPONSE: ticket.answered_at, Measure.RESOLUTION: ticket.done_at}
    counting = counting_of(times.counts, hours)
    clocks = {
        measure: Clock(
            measure, ticket.opened_at, timedelta(minutes=minutes), counting, pauses, stops[measure]
        )
        for measure in Measure
        if (minutes := times.of(measure)) is not None
    }
    return Clocks(promised, times, hours, pauses, clocks)


def promised_to(session: Session, ticket: Ticket, zone: ZoneInfo) -> Policy | None:
    """Return the version a ticket was promised its times under: the one it stands under, else that of its arrival (R2).

    One statement. A ticket that went to another client, or to a time under another contract, stands anew.
    """
    if ticket.organisation_id is None:
        return None
    arrived = ticket.opened_at.astimezone(zone).date()
    asked = {"client": ticket.organisation_id, "day": arrived, "number": ticket.number}
    rows = session.connection().execute(_PROMISED, asked).all()
    found = {each.id: each for each in policies(rows)}
    kept, fresh = (found.get(rows[0][name]) if rows else None for name in (-2, -1))
    return kept if kept and fresh and kept.contract_id == fresh.contract_id else fresh


def hours_of(session: Session, ticket: Ticket) -> PhoneHours:
    """Return the phone hours a ticket counts by: those of its terms, on the closed days that are kept (R2)."""
    terms: Terms = version(session, ticket.terms_number).terms
    return phone_hours(terms.figures, calendar(session, terms, studio_facts(session).zone))


def counting_of(counts: Counts, hours: PhoneHours) -> Counting:
    """Return how that time counts."""
    return _by_phone(hours) if counts is Counts.PHONE else ROUND_THE_CLOCK


@lru_cache(maxsize=8)
def phone_hours(figures: Figures, days: Calendar) -> PhoneHours:
    """Return the phone hours of those terms on those days; the same facts give the same object."""
    return PhoneHours.of(figures, days)


@lru_cache(maxsize=8)
def _by_phone(hours: PhoneHours) -> Counting:
    return by_phone_hours(hours)


def _moves(session: Session, number: int) -> list[Moved]:
    rows = session.connection().execute(_MOVES, {"number": number})
    return [
        Moved(row.id, row.at, Column(row.details["to_column"]), row.details.get("undoes"))
        for row in rows
        if _tells_column(row.details)
    ]


def _tells_column(details: Any) -> bool:
    return details.get("to_column") in set(Column)


def deed_at(session: Session, number: int) -> datetime | None:
    """Return when the last deed on a ticket was done."""
    last = select(History.at).where(History.subject == "ticket", History.subject_id == number)
    return session.scalar(last.order_by(History.id.desc()).limit(1))
