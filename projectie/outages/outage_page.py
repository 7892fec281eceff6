"""One outage as staff see it: what was told, which tickets it groups, what was done, what is proposed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from projectie.history import History
from projectie.outages.grouping import Proposal, proposals
from projectie.outages.models import Outage, OutageAnswer, OutageTicket
from projectie.outages.queries import Incident, incident
from projectie.people.models import Organisation, Person
from projectie.tickets.models import Column, Ticket
from projectie.tickets.named import standing

MOST = 100  # lines of history


@dataclass(frozen=True, slots=True)
class Grouped:
    """A ticket of the outage; `is_told`: the last update stands on it; without an address nobody can be told."""

    number: int
    subject: str
    organisation: str | None
    language: str
    column: Column
    has_address: bool
    is_told: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody did."""

    at: datetime
    who: str
    deed: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OutagePage:
    """The page of one outage."""

    outage: Incident
    tickets: tuple[Grouped, ...]
    proposed: tuple[Proposal, ...]
    lines: tuple[Line, ...]

    @property
    def newest(self) -> int:
        """The id of the last update, 0 when nothing was told yet."""
        return self.outage.updates[0].id if self.outage.updates else 0

    @property
    def not_told(self) -> list[int]:
        """The tickets that were added after the last update."""
        if not self.outage.updates:
            return []
        return [each.number for each in self.tickets if each.has_address and not each.is_told]


def outage_page(session: Session, outage_id: int) -> OutagePage | None:
    """Return the page, or nothing; nine statements."""
    found = incident(session, outage_id)
    if found is None:
        return None
    newest = found.updates[0].id if found.updates else 0
    row = session.get_one(Outage, outage_id)
    proposed = () if found.solved_at else tuple(proposals(session, row))
    return OutagePage(found, _grouped(session, outage_id, newest), proposed, _lines(session, outage_id))


def _grouped(session: Session, outage_id: int, newest: int) -> tuple[Grouped, ...]:
    told = and_(OutageAnswer.update_id == newest, OutageAnswer.ticket_number == Ticket.number)
    query = (
        select(
            Ticket.number,
            Ticket.subject,
            Organisation.name,
            Ticket.language,
            Ticket.column,
            Ticket.requester_address != "",
            OutageAnswer.message_id.is_not(None),
        )
        .join(OutageTicket, OutageTicket.ticket_number == Ticket.number)
        .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
        .outerjoin(OutageAnswer, told)
        .where(OutageTicket.outage_id == outage_id)
        .order_by(Ticket.number)
    )
    return tuple(Grouped(*row) for row in session.execute(query))


def _lines(session: Session, outage_id: int) -> tuple[Line, ...]:
    query = (
        select(History.at, Person.name, History.deed, History.details)
        .outerjoin(Person, Person.id == History.actor_id)
        .where(History.subject == "outage", History.subject_id == outage_id)
        .order_by(History.id.desc())
        .limit(MOST)
    )
    lines = [Line(row[0], row[1] or "", row[2], row[3]) for row in session.execute(query)]
    return tuple(standing(session, lines))
