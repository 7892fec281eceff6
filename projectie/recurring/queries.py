"""Reading recurring work: the series of managers, the proposals of a client, the checklist of a ticket."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from projectie.listing import Listing, listed
from projectie.people.models import Organisation, Person
from projectie.people.scope import seen_by
from projectie.recurring.models import RecurringRound, RecurringSeries, RoundItem, RoundState
from projectie.recurring.periods import Unit
from projectie.terms.figures import Text


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series as managers see it, with how its last round stands."""

    id: int
    organisation_id: int
    organisation: str
    title: Text
    every: int
    unit: Unit
    next_on: date
    assignee: str | None
    paused: bool
    ended_at: datetime | None
    last_state: RoundState | None
    last_ticket: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A round a client is asked about."""

    id: int
    title: Text
    due_on: date
    lines: tuple[Text, ...]
    state: RoundState
    ticket: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a checklist, and who ticked it when."""

    id: int
    text: Text
    done_at: datetime | None
    done_by: str | None


def series_rows(session: Session, number: int = 1) -> Listing[SeriesRow]:
    """Return a page of all series: those that run first, the next first; one statement."""
    newest = select(func.max(RecurringRound.id)).group_by(RecurringRound.series_id)
    last = aliased(RecurringRound)
    query: Select[*tuple[Any, ...]] = (
        select(RecurringSeries, Organisation.name, Person.name, last.state, last.ticket_number)
        .join(Organisation, Organisation.id == RecurringSeries.organisation_id)
        .outerjoin(Person, Person.id == RecurringSeries.assignee_id)
        .outerjoin(last, (last.series_id == RecurringSeries.id) & last.id.in_(newest))
        .order_by(RecurringSeries.ended_at.is_not(None), RecurringSeries.next_on, RecurringSeries.id)
    )
    return listed(session, query, lambda row: _series(*row), number)


def proposals(session: Session, reader: Person) -> list[Proposal]:
    """Return the rounds that reader's organisation is or was asked about, the newest first."""
    query = (
        select(RecurringRound, RecurringSeries)
        .join(RecurringSeries, RecurringSeries.id == RecurringRound.series_id)
        .where(RecurringRound.answered_at.is_not(None) | (RecurringRound.state == RoundState.PROPOSED))
        .order_by(RecurringRound.id.desc())
        .limit(20)
    )
    rows = session.execute(seen_by(reader, query, RecurringSeries.organisation_id))
    return [_proposal(asked, series) for asked, series in rows]


def is_asked(session: Session, reader: Person) -> bool:
    """Return whether that reader's organisation has something to answer."""
    query = (
        select(RecurringRound.id)
        .join(RecurringSeries, RecurringSeries.id == RecurringRound.series_id)
        .where(RecurringRound.state == RoundState.PROPOSED)
        .limit(1)
    )
    return session.scalar(seen_by(reader, query, RecurringSeries.organisation_id)) is not None


def checklist_of(session: Session, ticket: int) -> list[Line]:
    """Return the checklist of a ticket's round; nothing when it is of none."""
    query = (
        select(RoundItem.id, RoundItem.text_nl, RoundItem.text_en, RoundItem.done_at, Person.name)
        .join(RecurringRound, RecurringRound.id == RoundItem.round_id)
        .outerjoin(Person, Person.id == RoundItem.done_by)
        .where(RecurringRound.ticket_number == ticket)
        .order_by(RoundItem.id)
    )
    return [Line(row[0], Text(row[1], row[2]), row[3], row[4]) for row in session.execute(query)]


def estimate_of(session: Session, ticket: int) -> int | None:
    """Return how many minutes the work of a ticket's round was estimated at."""
    query = select(RecurringSeries.estimate_minutes).join(
        RecurringRound, RecurringRound.series_id == RecurringSeries.id
    )
    return session.scalar(query.where(RecurringRound.ticket_number == ticket))


def _series(
    series: RecurringSeries,
    organisation: str,
    assignee: str | None,
    state: RoundState | None,
    ticket: int | None,
) -> SeriesRow:
    return SeriesRow(
        id=series.id,
        organisation_id=series.organisation_id,
        organisation=organisation,
        title=Text(series.title_nl, series.title_en),
        every=series.every,
        unit=series.unit,
        next_on=series.next_on,
        assignee=assignee,
        paused=series.paused,
        ended_at=series.ended_at,
        last_state=state,
        last_ticket=ticket,
    )


def _proposal(asked: RecurringRound, series: RecurringSeries) -> Proposal:
    return Proposal(
        id=asked.id,
        title=Text(series.title_nl, series.title_en),
        due_on=asked.due_on,
        lines=tuple(Text(line["nl"], line["en"]) for line in series.checklist),
        state=asked.state,
        ticket=asked.ticket_number,
    )
