"""What staff put on a ticket, and its alert: all of it in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from projectie.alerts.models import Alert, Cause
from projectie.people.models import Person
from projectie.tickets.board_models import Hold
from projectie.tickets.marks import Duplicate, Overrule, Snooze
from projectie.tickets.models import Column, Ticket
from projectie.tickets.priority import Priority


@dataclass(frozen=True, slots=True)
class Overruled:
    """Who decided on another priority than the rule gives, when and why (R8)."""

    priority: Priority
    because: str
    at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """Another ticket that asks for the same."""

    number: int
    subject: str


@dataclass(frozen=True, slots=True)
class Called:
    """The newest alert of a ticket: since when, when colleagues are told next, and who took it."""

    cause: Cause
    raised_at: datetime
    due_at: datetime
    rounds: int
    ended_at: datetime | None
    taken_by: str | None


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands on a ticket besides its properties."""

    overruled: Overruled | None
    snoozed_until: datetime | None
    duplicate_of: Link | None
    duplicates: Sequence[Link]
    called: Called | None
    held_since: datetime | None = None  # on hold in its column


def marked(session: Session, number: int, now: datetime) -> Marked:
    """Return what stands on that ticket."""
    rows = session.execute(_MARKED, {"number": number}).all()
    overrule, snooze, duplicate, called, column = (
        rows[0][:4],
        rows[0][4],
        rows[0][5:7],
        rows[0][9:15],
        rows[0][15],
    )
    asleep = snooze is not None and snooze > now and column is Column.NEW
    return Marked(
        overruled=Overruled(*overrule) if overrule[0] else None,
        snoozed_until=snooze if asleep else None,
        duplicate_of=Link(*duplicate) if duplicate[0] else None,
        duplicates=[Link(*row[7:9]) for row in rows if row[7] is not None],
        called=Called(*called) if called[0] else None,
        held_since=rows[0][16],
    )


def _marked() -> Select[*tuple[Any, ...]]:
    number: Any = bindparam("number")
    overruler, taker, original, copy, copied = (
        *(aliased(Person), aliased(Person)),
        *(aliased(Ticket), aliased(Duplicate), aliased(Ticket)),
    )
    newest = select(func.max(Alert.id)).where(Alert.ticket_number == number).scalar_subquery()
    return (
        select(
            *(Overrule.priority, Overrule.because, Overrule.at, overruler.name, Snooze.until),
            *(original.number, original.subject, copied.number, copied.subject),
            *(
                Alert.cause,
                Alert.raised_at,
                Alert.due_at,
                Alert.rounds,
                Alert.ended_at,
                taker.name,
                Ticket.column,
                Hold.at,
            ),
        )
        .select_from(Ticket)
        .outerjoin(Overrule, Overrule.ticket_number == Ticket.number)
        .outerjoin(overruler, overruler.id == Overrule.person_id)
        .outerjoin(Snooze, Snooze.ticket_number == Ticket.number)
        .outerjoin(Duplicate, Duplicate.ticket_number == Ticket.number)
        .outerjoin(original, original.number == Duplicate.of_number)
        .outerjoin(copy, copy.of_number == Ticket.number)
        .outerjoin(copied, copied.number == copy.ticket_number)
        .outerjoin(Alert, Alert.id == newest)
        .outerjoin(Hold, (Hold.ticket_number == Ticket.number) & (Hold.column_since == Ticket.column_since))
        .outerjoin(taker, taker.id == Alert.taken_by_id)
        .where(Ticket.number == number)
        .order_by(copied.number)
    )


_MARKED = _marked()
