"""A ticket leaves the desk with every trace (R26a): whatever table names it, also one nobody had made yet.

Rows go in the order in which they hang on each other. Tables that are only added to let go of what stands in
`leaving`, which is empty but for the transaction in which it happens; one that does not let go refuses the whole deed.
"""

from dataclasses import dataclass, field

from sqlalchemy import Column, Table, delete, or_, select, tuple_, union, update
from sqlalchemy.orm import Session

from projectie.complaints.models import Leaving
from projectie.database import Base
from projectie.history import History
from projectie.live.models import Event
from projectie.mail.models import AutomaticLetter, OutgoingLetter, RawMail
from projectie.tickets.models import MailWord, Message, Ticket
from projectie.tickets.numbering import OF_TICKET, VacantNumber
from projectie.tickets.promise_models import PlanningPromise


@dataclass(slots=True)
class Goes:
    """What leaves, by id."""

    ticket: int
    messages: list[int] = field(default_factory=list)
    letters: list[int] = field(default_factory=list)
    raws: list[int] = field(default_factory=list)
    blobs: list[str] = field(default_factory=list)


def all_of(session: Session, ticket: int) -> Goes:
    """Return what there is of a ticket."""
    found = Goes(ticket)
    for number, raw in session.execute(
        select(Message.id, Message.raw_id).where(Message.ticket_number == ticket)
    ):
        found.messages.append(number)
        if raw is not None:
            found.raws.append(raw)
    letters = select(OutgoingLetter.id).where(OutgoingLetter.thread == ticket)
    found.letters = list(session.scalars(letters))
    mails = select(RawMail.sha256).where(RawMail.id.in_(found.raws))
    found.blobs = sorted({*session.scalars(mails), *_bytes_of(session, found)})
    return found


def with_bytes() -> list[Table]:
    """Return every table that names bytes in the store, also one nobody had made yet."""
    return [table for table in Base.metadata.tables.values() if "sha256" in table.columns]


def _bytes_of(session: Session, goes: Goes) -> set[str]:
    """Return what lies in the store for the ticket, its messages and its letters: sent, or waiting in a draft."""
    whose = {"ticket": [goes.ticket], "message": goes.messages, "outgoing_letter": goes.letters}
    named = (
        select(table.c.sha256).where(foreign.parent.in_(whose[foreign.column.table.name]))
        for table in with_bytes()
        for foreign in table.foreign_keys
        if foreign.column.table.name in whose
    )
    return {digest for digest in session.scalars(union(*named)) if digest}


def let_go(session: Session, goes: Goes) -> None:
    """Remove all of it; part of a deed that is open."""
    promises = select(PlanningPromise.id).where(PlanningPromise.ticket_number == goes.ticket)
    leaving = {
        "ticket": [goes.ticket],
        "message": goes.messages,
        "raw_mail": goes.raws,
        "promise": list(session.scalars(promises)),
    }
    session.add_all(
        Leaving(kind=kind, number=number) for kind, numbers in leaving.items() for number in numbers
    )
    session.flush()
    _loose(session, goes)
    for table, numbers in (
        (Message.__table__, goes.messages),
        (Ticket.__table__, [goes.ticket]),
        (OutgoingLetter.__table__, goes.letters),
        (RawMail.__table__, goes.raws),
    ):
        _remove(session, table, [(number,) for number in numbers])  # type: ignore[arg-type]
    _left_behind(session, goes)
    session.execute(delete(Leaving))
    session.add(VacantNumber(number=goes.ticket))
    session.flush()
    session.expire_all()


def _loose(session: Session, goes: Goes) -> None:
    """Remove what names it without a key of the database."""
    about = or_(
        (History.subject == "ticket") & (History.subject_id == goes.ticket),
        (History.subject == "mail") & History.subject_id.in_(goes.messages),
    )
    session.execute(delete(History).where(about))
    session.execute(delete(MailWord).where(MailWord.message_id.in_(goes.messages)))
    session.execute(delete(AutomaticLetter).where(AutomaticLetter.thread == goes.ticket))
    signals = or_(
        Event.kind.in_(OF_TICKET) & (Event.subject_id == goes.ticket),
        (Event.kind == "mail") & Event.subject_id.in_(goes.messages),
        (Event.kind == "outbox") & Event.subject_id.in_(goes.letters),
    )
    session.execute(delete(Event).where(signals))


def _left_behind(session: Session, goes: Goes) -> None:
    """Remove what triggers wrote down meanwhile: the search has nothing left to look up."""
    due = Base.metadata.tables["search_due"]
    session.execute(delete(due).where(due.c.ticket_number == goes.ticket))


def _remove(session: Session, table: Table, keys: list[tuple[object, ...]]) -> None:
    """Remove rows, and first whatever hangs on them; what may do without them only forgets them."""
    if not keys:
        return
    for other in Base.metadata.tables.values():
        for column in other.columns:
            for foreign in column.foreign_keys:
                if foreign.column.table is table:
                    _unhang(session, other, column, foreign.column, (table, keys))
    own = tuple_(*table.primary_key.columns)
    session.execute(delete(table).where(own.in_(keys)))


def _unhang(
    session: Session,
    other: Table,
    column: Column[object],
    named: Column[object],
    gone: tuple[Table, list[tuple[object, ...]]],
) -> None:
    table, keys = gone
    values = select(named).where(tuple_(*table.primary_key.columns).in_(keys))
    hanging = column.in_(session.scalars(values).all())
    if column.nullable and not column.primary_key and not column.info.get("leaves"):
        session.execute(update(other).where(hanging).values({column.name: None}))
        return
    rows = session.execute(select(*other.primary_key.columns).where(hanging)).all()
    _remove(session, other, [tuple(row) for row in rows])
