"""Reading appointments: of a client, of a ticket, of a week; one statement each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from projectie.calls.models import Call, CallState
from projectie.people.models import Organisation, Person
from projectie.people.scope import seen_by
from projectie.tickets.columns import OPEN
from projectie.tickets.merged import all_that_go_on_in
from projectie.tickets.models import Ticket

MOST = 50
_taker, _preferred = aliased(Person), aliased(Person)
_SHOWN: Select[*tuple[Any, ...]] = (
    select(Call, Ticket, _taker.name, _preferred.name, Organisation.name)
    .join(Ticket, Ticket.number == Call.ticket_number)
    .join(_taker, _taker.id == Call.colleague_id)
    .outerjoin(_preferred, _preferred.id == Call.preferred_id)
    .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An appointment, what it is about, and who takes it for whom."""

    call: Call
    ticket: Ticket
    taker: str
    preferred: str | None
    organisation: str | None

    @property
    def stands(self) -> bool:
        """Whether it is still to happen, as far as anybody said."""
        return self.call.state is CallState.BOOKED

    @property
    def asked_for(self) -> str | None:
        """Who was asked for, when somebody else takes it (R11)."""
        return self.preferred if self.preferred != self.taker else None


def appointment(session: Session, number: int) -> Shown | None:
    """Return that appointment."""
    row = session.execute(_SHOWN.where(Call.id == number)).first()
    return Shown(*row) if row else None


def appointment_of(session: Session, reader: Person, number: int) -> Shown | None:
    """Return an appointment as that person may see it; another's is as good as absent."""
    row = session.execute(seen_by(reader, _SHOWN.where(Call.id == number), Ticket.organisation_id)).first()
    return Shown(*row) if row else None


def appointments_of(session: Session, reader: Person) -> list[Shown]:
    """Return those of that reader's organisation, the latest moment first."""
    query = seen_by(reader, _SHOWN, Ticket.organisation_id).order_by(Call.starts_at.desc(), Call.id.desc())
    return [Shown(*row) for row in session.execute(query.limit(MOST))]


def on_ticket(session: Session, number: int) -> list[Shown]:
    """Return those of a ticket and of what goes on in it, in order."""
    return _all(session, _SHOWN.where(Call.ticket_number.in_(all_that_go_on_in(number))))


def between(session: Session, since: datetime, until: datetime) -> list[Shown]:
    """Return those that begin between two moments and were not cancelled, in order."""
    kept = Call.state.in_((CallState.BOOKED, CallState.HELD))
    return _all(session, _SHOWN.where(Call.starts_at >= since, Call.starts_at < until, kept))


def of_colleague(session: Session, person: int, since: datetime) -> list[Shown]:
    """Return what a colleague takes from a moment on, in order."""
    own = (Call.colleague_id == person, Call.state == CallState.BOOKED, Call.ends_at > since)
    return _all(session, _SHOWN.where(*own))


def open_requests(session: Session, reader: Person) -> dict[int, str]:
    """Return the open requests of that reader's organisation, the newest first."""
    query = select(Ticket.number, Ticket.subject).where(Ticket.column.in_(OPEN))
    own = seen_by(reader, query, Ticket.organisation_id).order_by(Ticket.number.desc())
    return {row.number: row.subject for row in session.execute(own.limit(MOST))}


def _all(session: Session, query: Select[*tuple[Any, ...]]) -> list[Shown]:
    rows: Sequence[Any] = session.execute(query.order_by(Call.starts_at, Call.id)).all()
    return [Shown(*row) for row in rows]
