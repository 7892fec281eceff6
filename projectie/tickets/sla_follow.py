"""The clocks follow the ticket (R10): whatever deed moves, answers or assesses it, they are set in the same transaction.

Deeds need not know clocks, so none can forget them: a ticket that changed in a way that matters is noted when it is
written, and its clocks are set before the deed is committed, from the history the deed has written.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.contracts.sla import Measure
from projectie.terms.in_force import calendar, studio_facts, version
from projectie.tickets.models import Ticket
from projectie.tickets.promises import response_promise
from projectie.tickets.sla import Clock, due_at, next_mark
from projectie.tickets.sla_models import SlaClock, SlaMark
from projectie.tickets.sla_reading import Clocks, clocks_of, deed_at, promised_to

MATTERS = ("priority", "organisation_id", "column", "answered_at", "done_at")
ASSESSED = frozenset({"priority", "organisation_id"})
_NOTED = "tickets whose clocks follow"


@event.listens_for(Session, "before_flush")
def _note(session: Session, *_rest: object) -> None:
    for row in session.dirty:
        if isinstance(row, Ticket) and (changed := _changed(row)):
            session.info.setdefault(_NOTED, {}).setdefault(row.number, set()).update(changed)


@event.listens_for(Session, "before_commit")
def _follow(session: Session) -> None:
    session.flush()
    noted: dict[int, set[str]] = session.info.pop(_NOTED, {})
    for number, changed in noted.items():
        ticket = session.get(Ticket, number)
        if ticket is not None and (ticket.priority is not None or changed & ASSESSED):
            _set(session, ticket, assessed=bool(changed & ASSESSED))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_NOTED, None)


def _changed(ticket: Ticket) -> set[str]:
    attributes = inspect(ticket).attrs
    return {name for name in MATTERS if attributes[name].history.has_changes()}


def _set(session: Session, ticket: Ticket, *, assessed: bool) -> None:
    row = session.get(SlaClock, ticket.number)
    if row is not None or assessed:  # a ticket without clocks gets them when it is assessed
        set_clocks(session, ticket, row)


def set_clocks(session: Session, ticket: Ticket, row: SlaClock | None) -> bool:
    """Set the clocks of a ticket as its rows say, part of the deed that is open; return whether any was moved."""
    zone = ZoneInfo(studio_facts(session).zone)
    found = clocks_of(session, ticket, promised_to(session, ticket, zone))
    if found is None:
        return row is not None and _stop_promising(session, ticket, row)
    before = _said(row) if row else None
    row = row or _new(session, ticket, found)
    row.policy_id, row.priority = found.policy.id, ticket.priority  # type: ignore[assignment]  # clocks have one
    dues = {measure: due_at(clock) for measure, clock in found.clocks.items()}
    row.response_due, row.resolution_due = dues.get(Measure.RESPONSE), dues.get(Measure.RESOLUTION)
    row.paused_since = next((pause.start for pause in found.pauses if pause.end is None), None)
    row.next_at = next_of(session, ticket, found)
    _promise(session, ticket, found.clocks.get(Measure.RESPONSE), row)
    _tell(session, ticket, row, before)
    return before is None or before != _said(row)


def next_of(session: Session, ticket: Ticket, found: Clocks) -> datetime | None:
    """Return when there is something to tell of these clocks, of what is not told yet."""
    told: dict[Measure, set[int]] = {measure: set() for measure in Measure}
    marks = select(SlaMark.measure, SlaMark.percent).where(
        SlaMark.ticket_number == ticket.number, SlaMark.priority == ticket.priority
    )
    for measure, percent in session.execute(marks):
        told[measure].add(percent)
    moments = (next_mark(clock, told[measure]) for measure, clock in found.clocks.items())
    return min((moment for moment in moments if moment is not None), default=None)


def _new(session: Session, ticket: Ticket, found: Clocks) -> SlaClock:
    row = SlaClock(ticket_number=ticket.number, policy_id=found.policy.id, priority=ticket.priority)
    session.add(row)
    return row


def _promise(session: Session, ticket: Ticket, clock: Clock | None, row: SlaClock) -> None:
    """Let the agreed response take the place of the terms', and theirs come back where none is agreed (R6, R10)."""
    if clock is None:
        _promise_by_terms(session, ticket)
        return
    ticket.response_by = row.response_due
    ticket.response_from = ticket.opened_at if row.response_due else None  # any time from arrival on


def _promise_by_terms(session: Session, ticket: Ticket) -> None:
    if ticket.response_from not in {None, ticket.opened_at}:
        return  # it is theirs, perhaps moved since
    terms = version(session, ticket.terms_number).terms
    days = calendar(session, terms, studio_facts(session).zone)
    promise = response_promise(ticket.opened_at, terms.figures, days)
    ticket.response_from, ticket.response_by = promise.from_, promise.by


def _stop_promising(session: Session, ticket: Ticket, row: SlaClock) -> bool:
    before = _said(row)
    session.delete(row)
    _promise_by_terms(session, ticket)
    _line(session, ticket, {"policy": None, "before": before})
    return True


def _tell(
    session: Session, ticket: Ticket, row: SlaClock, before: dict[str, str | int | None] | None
) -> None:
    """Keep in the history under which version and priority the clocks run, with what they said before; pauses tell themselves."""
    said = _said(row)
    if before is None or any(said[name] != before[name] for name in ("policy", "priority")):
        _line(session, ticket, {**said, "before": before})


def _line(session: Session, ticket: Ticket, details: dict[str, object]) -> None:
    at = deed_at(session, ticket.number) or ticket.opened_at
    session.flush()
    of = ("ticket", ticket.number)
    history.record(session, at=at, by=None, deed="ticket.sla_set", of=of, details=details)


def _said(row: SlaClock) -> dict[str, str | int | None]:
    return {
        "policy": row.policy_id,
        "priority": row.priority.value,
        "response_due": row.response_due.isoformat() if row.response_due else None,
        "resolution_due": row.resolution_due.isoformat() if row.resolution_due else None,
    }
