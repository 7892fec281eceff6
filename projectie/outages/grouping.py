"""Which tickets an outage groups: put in by staff, taken out again, proposed by what they are about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, delete, exists, false, or_, select, true
from sqlalchemy.orm import Session

from projectie import history
from projectie.live.announce import announce
from projectie.outages.faults import Fault, OutageError
from projectie.outages.models import Outage, OutagePart, OutageTicket, StatusPart
from projectie.outages.progress import UsedBy
from projectie.people.models import Hosting, Organisation
from projectie.tickets.along import goes_along
from projectie.tickets.columns import OPEN, lock_board
from projectie.tickets.models import Ticket
from projectie.tickets.priority import CRITICAL_KINDS, Kind

goes_along(OutageTicket.ticket_number, OutageTicket.outage_id, once=True)
BEFORE = timedelta(hours=3)  # clients write before the studio knows when it began
MOST = 50


@dataclass(frozen=True, slots=True)
class Proposal:
    """A ticket that may be about the outage, and whether that is because of its kind."""

    number: int
    subject: str
    organisation: str | None
    kind: Kind | None
    opened_at: datetime
    is_critical: bool


def put_in(session: Session, outage: Outage, numbers: Iterable[int], by: int, now: datetime) -> list[int]:
    """Let the outage group these tickets too and return which it did not yet; part of a deed that holds the outage.

    Raises OutageError for a ticket that is not there, or part of another outage that is not solved.
    """
    lock_board(session)  # nobody puts one ticket in two outages at once
    wanted = sorted(set(numbers))
    there = set(session.scalars(select(Ticket.number).where(Ticket.number.in_(wanted))))
    for number in wanted:
        if number not in there:
            raise OutageError(Fault.NO_TICKET, number)
    taken = _elsewhere(outage.id).where(OutageTicket.ticket_number.in_(wanted)).limit(1)
    if (number_taken := session.scalar(taken)) is not None:
        raise OutageError(Fault.ELSEWHERE, number_taken)
    grouped = select(OutageTicket.ticket_number).where(OutageTicket.outage_id == outage.id)
    new = [number for number in wanted if number not in set(session.scalars(grouped))]
    session.add_all(OutageTicket(outage_id=outage.id, ticket_number=number, added_at=now) for number in new)
    for number in new:
        _note(session, outage.id, number, "joined", by, now)
    session.flush()
    return new


def take_out(session: Session, outage: Outage, number: int, by: int, now: datetime) -> bool:
    """Let the outage no longer group that ticket; whether it did. Part of a deed that holds the outage.

    What was told on the ticket stays told.
    """
    gone = delete(OutageTicket).where(
        OutageTicket.outage_id == outage.id, OutageTicket.ticket_number == number
    )
    if session.scalars(gone.returning(OutageTicket.ticket_number)).first() is None:
        return False
    _note(session, outage.id, number, "left", by, now)
    announce(session, at=now, kind="ticket", of=number, by=by)
    return True


def proposals(session: Session, outage: Outage) -> list[Proposal]:
    """Return open tickets that came about when the outage began and may be about it, the likeliest first.

    Those of a critical kind, and those of clients on an affected part that nobody has looked at yet.
    """
    critical = Ticket.kind.in_(CRITICAL_KINDS)
    likely = case((critical, 0), else_=1)
    concerned = or_(critical, _on_affected(session, outage))
    query = (
        select(
            Ticket.number,
            Ticket.subject,
            Organisation.name,
            Ticket.kind,
            Ticket.opened_at,
            and_(Ticket.kind.is_not(None), critical),
        )
        .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
        .where(Ticket.column.in_(OPEN), Ticket.opened_at >= outage.started_at - BEFORE)
        .where(~exists().where(_unsolved(), OutageTicket.ticket_number == Ticket.number), concerned)
        .order_by(likely, Ticket.opened_at, Ticket.number)
        .limit(MOST)
    )
    return [Proposal(*row) for row in session.execute(query)]


def _on_affected(session: Session, outage: Outage) -> ColumnElement[bool]:
    """Return the condition under which a ticket's client is on a part that the outage affects."""
    parts = select(StatusPart.used_by).join(OutagePart).where(OutagePart.outage_id == outage.id).distinct()
    conditions: dict[UsedBy, ColumnElement[bool]] = {
        UsedBy.EVERYONE: true(),
        UsedBy.HOSTED: Organisation.hosting == Hosting.STUDIO,
        UsedBy.MAIL: Organisation.studio_mail.is_(True),
    }
    client = or_(false(), *(conditions[used_by] for used_by in session.scalars(parts)))
    return and_(Ticket.organisation_id.is_not(None), Ticket.kind.is_(None), client)


def _unsolved() -> ColumnElement[bool]:
    return and_(
        OutageTicket.outage_id == Outage.id, Outage.solved_at.is_(None), Outage.withdrawn_at.is_(None)
    )


def _elsewhere(outage_id: int) -> Select[int]:
    return (
        select(OutageTicket.ticket_number)
        .join(Outage, _unsolved())
        .where(Outage.id != outage_id)
        .order_by(OutageTicket.ticket_number)
    )


def _note(session: Session, outage: int, number: int, what: str, by: int, now: datetime) -> None:
    """Write it on the ticket and on the outage alike."""
    of_ticket, of_outage = {"outage": outage}, {"ticket": number}
    history.record(
        session, at=now, by=by, deed=f"ticket.outage_{what}", of=("ticket", number), details=of_ticket
    )
    history.record(
        session, at=now, by=by, deed=f"outage.ticket_{what}", of=("outage", outage), details=of_outage
    )
