"""Staff decide how work is paid otherwise than the contract says, and note who asked for work on request (R4)."""

from datetime import datetime

from projectie import history
from projectie.contracts.coverage import Consequence, Deviation
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.tickets.columns import held
from projectie.tickets.coverage_models import CoverageDecision, WorkRequest


def decide_coverage(
    number: int, consequence: Consequence | None, because: str, by: int, now: datetime
) -> int:
    """Keep how the work is paid and why, and return the decision's id; None: as the contract says, after all.

    A decision is undone by another one, never changed. Raises ValueError without a reason, MissingError.
    """
    reason = Deviation(consequence or Consequence.NONE, because).because.strip()
    with transaction() as session:
        ticket = held(session, number)
        decision = CoverageDecision(
            ticket_number=number, consequence=consequence, because=reason, made_by=by, made_at=now
        )
        session.add(decision)
        session.flush()
        details = {"decision": decision.id, "consequence": consequence.value if consequence else None}
        of = ("ticket", number)
        history.record(session, at=now, by=by, deed="ticket.coverage_decided", of=of, details=details)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by)
        return decision.id


def note_request(number: int, asked_by: str, by: int, now: datetime) -> int:
    """Note who asked for work that is done on request alone, and return the note's id; raise MissingError."""
    with transaction() as session:
        ticket = held(session, number)
        request = WorkRequest(ticket_number=number, asked_by=asked_by, noted_by=by, noted_at=now)
        session.add(request)
        session.flush()
        details, of = {"request": request.id}, ("ticket", number)
        history.record(session, at=now, by=by, deed="ticket.work_requested", of=of, details=details)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by)
        return request.id
