"""A desk to measure: as many tickets as asked, the same ones every time, written in bulk.

All of it lies before a fixed day, so that two such desks hold the same data. Each ticket has a mail that came
in, with its raw bytes, and two answers that were sent.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from projectie.clock.workdays import Calendar
from projectie.commands.bench import rows
from projectie.commands.bench.case import EPOCH, OPEN, OPEN_COLUMNS, Case
from projectie.commands.bench.ledger import Ledger
from projectie.commands.bench.people import People, gather
from projectie.commands.haste import hurried
from projectie.credits.models import LedgerEntry
from projectie.database import is_sqlite, transaction
from projectie.history import History
from projectie.mail.blobs import BlobStore
from projectie.mail.models import OutgoingLetter, RawMail
from projectie.search.filling import fill as make_findable
from projectie.series import Series
from projectie.terms.in_force import in_force, studio_facts
from projectie.tickets.models import Column, Delivery, MailWord, Message, Ticket
from projectie.tickets.numbering import FIRST_NUMBER
from projectie.work.models import TimeEntry, TimeRevision

__all__ = ["EPOCH", "fill"]

BATCH = 500
NUMBERED = (RawMail, Message, OutgoingLetter, TimeEntry, TimeRevision, LedgerEntry)


def fill(tickets: int) -> dict[str, int]:
    """Fill an empty, prepared database with that many tickets and return the sums."""
    with hurried() as blobs, transaction() as session:
        cases, ledger = _cases(gather(session), tickets), Ledger.of(session)
        while batch := list(islice(cases, BATCH)):
            _write(session, blobs, batch, ledger)
        session.add(Series(name="ticket", last=FIRST_NUMBER - 1 + tickets))
        _number_on(session)
    make_findable(most=100 * tickets)
    return {"tickets": tickets, "messages": 3 * tickets, "open": min(tickets, OPEN)}


def _cases(people: People, tickets: int) -> Iterator[Case]:
    """Yield the tickets in the order they came; each stands at the end of its column."""
    taken: Counter[Column] = Counter()
    closed = max(tickets - OPEN, 0)
    for place in range(tickets):
        column = Column.DONE if place < closed else OPEN_COLUMNS[(place - closed) * 7 % len(OPEN_COLUMNS)]
        taken[column] += 1
        client = people.clients[place * 7 % len(people.clients)]
        colleague = people.colleagues[place % len(people.colleagues)]
        yield Case(place, tickets, client, colleague, taken[column], column)


def _write(session: Session, blobs: BlobStore, batch: list[Case], ledger: Ledger) -> None:
    figures = in_force(session, EPOCH.date()).terms.figures
    # No closed days: which ones there are depends on when the tables were made.
    working_days = Calendar(ZoneInfo(studio_facts(session).zone), figures.working_weekdays, {})
    for case in batch:
        blobs.put(session, case.raw)
    tables: dict[Any, list[dict[str, Any]]] = {
        RawMail: [rows.raw_row(case) for case in batch],
        Ticket: [rows.ticket_row(case, figures, working_days) for case in batch],
        Message: [row for case in batch for row in rows.message_rows(case)],
        MailWord: [row for case in batch for row in rows.word_rows(case)],
        OutgoingLetter: [row for case in batch for row in rows.letter_rows(case)],
        Delivery: [row for case in batch for row in rows.delivery_rows(case)],
        History: [rows.history_row(case) for case in batch],
    }
    for model, values in tables.items():
        session.execute(insert(model.__table__), values)
    services = {row["number"]: row["service"] for row in tables[Ticket]}
    lines = [row for case in batch for row in ledger.rows(case, services[case.number])]
    kept: tuple[Any, ...] = (TimeEntry, TimeRevision, LedgerEntry, History)
    for model in kept:
        values = [row for table, row in lines if table == model.__tablename__]
        if values:
            session.execute(insert(model.__table__), values)


def _number_on(session: Session) -> None:
    """Let PostgreSQL go on numbering behind the rows that came with their numbers."""
    if is_sqlite(session):
        return
    for model in NUMBERED:
        last = select(func.max(model.id)).scalar_subquery()
        session.execute(select(func.setval(func.pg_get_serial_sequence(model.__tablename__, "id"), last)))
