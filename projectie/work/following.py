"""What a ticket costs follows from more than its time: whose it is, its service, decisions, contracts, terms (R4, R25a).

Deeds of rooms below need not know that, so none can forget it. What is decided on a ticket is noted when it is
written, and the difference posted before the deed is committed; the ticket is held by that deed. What a contract or
the terms change may concern many tickets: that is noted for the worker, who holds each in turn.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Row, event, exists, inspect, select
from sqlalchemy.orm import Session

from projectie.contracts.models import Contract
from projectie.database import db, transaction
from projectie.history import History
from projectie.one_by_one import one_by_one
from projectie.people.models import Organisation
from projectie.terms.models import TermsVersion
from projectie.tickets.columns import held_wherever
from projectie.tickets.coverage_models import CoverageDecision, WorkRequest
from projectie.tickets.models import Column, Ticket
from projectie.work.models import CostDue, TimeRevision
from projectie.work.receipts import call_off, note_closing
from projectie.work.settling import Cause, settle

_NOTED = "what follows for costs"
AT_ONCE = 50  # tickets of one transaction of the worker


@dataclass
class Noted:
    """What the open deed changed that matters here."""

    cost: set[int] = field(default_factory=set)  # tickets
    closed: set[int] = field(default_factory=set)
    opened: set[int] = field(default_factory=set)
    due: set[tuple[int | None, date | None]] = field(default_factory=set)


@event.listens_for(Session, "before_flush")
def _note(session: Session, *_rest: object) -> None:
    for row in session.dirty:
        if isinstance(row, Ticket):
            _note_ticket(session, row)
        elif isinstance(row, Organisation) and _changed(row, "studio_mail"):
            _noted(session).due.add((row.id, None))
        elif isinstance(row, Contract) and session.is_modified(row):
            _noted(session).due.add((row.organisation_id, None))
        elif isinstance(row, TermsVersion) and row.number and _changed(row, "number"):
            _noted(session).due.add((None, row.in_force_from))
    for row in session.new:
        if isinstance(row, CoverageDecision | WorkRequest):
            _noted(session).cost.add(row.ticket_number)
        elif isinstance(row, Contract):
            _noted(session).due.add((row.organisation_id, None))


def _note_ticket(session: Session, ticket: Ticket) -> None:
    if _changed(ticket, "organisation_id", "service"):
        _noted(session).cost.add(ticket.number)
    if _changed(ticket, "column", "done_at"):
        noted = _noted(session)
        is_done = ticket.column is Column.DONE
        (noted.closed if is_done else noted.opened).add(ticket.number)
        (noted.opened if is_done else noted.closed).discard(ticket.number)


@event.listens_for(Session, "before_commit")
def _follow(session: Session) -> None:
    session.flush()
    noted: Noted | None = session.info.pop(_NOTED, None)
    if noted is None:
        return
    for number in sorted(noted.cost):
        _settled(session, number)
    for number in sorted(noted.opened):
        call_off(session, number, _last(session, number)[0])
    for number in sorted(noted.closed):
        note_closing(session, session.get_one(Ticket, number))
    for organisation, since in noted.due:
        if not _concerned(session, organisation, since, most=1):
            continue
        session.add(CostDue(organisation_id=organisation, since=since))
    session.flush()


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_NOTED, None)


def settle_due(now: datetime) -> int:
    """Post what contracts and terms changed, ticket by ticket, and return how many were looked at: the worker's round.

    A row is forgotten once all its tickets are right, so that whoever dies half-way begins it again.
    """
    rows = db.session.execute(select(CostDue.id, CostDue.organisation_id, CostDue.since)).all()
    db.session.rollback()
    return one_by_one(rows, lambda row: _settle_due(row, now))


def _settle_due(row: Row[int, int | None, date | None], now: datetime) -> int:
    numbers = _concerned(db.session(), row.organisation_id, row.since)
    db.session.rollback()
    batches = (numbers[place : place + AT_ONCE] for place in range(0, len(numbers), AT_ONCE))
    done = one_by_one(batches, lambda batch: _settle_all(batch, now))
    with transaction() as session:
        kept = session.get(CostDue, row.id)
        if kept is not None:
            session.delete(kept)
    return done


def _settle_all(numbers: list[int], now: datetime) -> int:
    with transaction() as session:
        for number in numbers:  # one that was merged away costs nothing
            settle(session, held_wherever(session, number), Cause(None), now)
    return len(numbers)


def _concerned(
    session: Session, organisation: int | None, since: date | None, most: int | None = None
) -> list[int]:
    query = select(TimeRevision.ticket_number).distinct().order_by(TimeRevision.ticket_number)
    if since is not None:
        query = query.where(TimeRevision.day >= since)
    if organisation is not None:
        query = query.join(Ticket, Ticket.number == TimeRevision.ticket_number).where(
            Ticket.organisation_id == organisation
        )
    return list(session.scalars(query.limit(most)))


def _settled(session: Session, number: int) -> None:
    if session.scalar(select(exists().where(TimeRevision.ticket_number == number))):
        at, by = _last(session, number)
        settle(session, session.get_one(Ticket, number), Cause(by), at)


def _last(session: Session, number: int) -> tuple[datetime, int | None]:
    """Return when the deed that is open happened, and by whom: as it wrote in the history."""
    query = select(History.at, History.actor_id).where(
        History.subject == "ticket", History.subject_id == number
    )
    row = session.execute(query.order_by(History.id.desc()).limit(1)).first()
    return (row.at, row.actor_id) if row else (session.get_one(Ticket, number).column_since, None)


def _noted(session: Session) -> Noted:
    noted: Noted = session.info.setdefault(_NOTED, Noted())
    return noted


def _changed(row: object, *names: str) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in names)
