"""A ledger of a million entries: booking, the balance and `credits check`, against bare SQL in the same database.

`LEDGER=100000` in the environment measures a smaller one.
"""

import hashlib
import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select

from benchmarks.desks import opened, seeded
from benchmarks.measure import Figure, cpu, median, percentile, side_by_side, wall

ENTRIES = int(os.environ.get("LEDGER", "1000000"))
TICKETS, BOOKINGS, BATCH = 2000, 150, 5000


def figures(folder: Path) -> Iterator[Figure]:
    """Yield what a deed and a proof cost against the bare thing."""
    data = seeded(folder, TICKETS)
    app = opened(data)
    with app.app_context():
        _fill(ENTRIES)
        yield from _booking(app, data)
        yield from _balance(data)
        yield from _check(data)


def _booking(app: Flask, data: Path) -> Iterator[Figure]:
    book, bare = _booker(), _bare_insert(_path(data))
    for name, by in (("CPU", cpu), ("wall", wall)):
        ours, theirs = side_by_side(book, bare, BOOKINGS, by)
        for share in (0.5, 0.99):
            ratio = percentile(ours, share) / percentile(theirs, share)
            milliseconds = f"{percentile(ours, share) * 1000:.1f} ms"
            yield Figure(
                f"booking time against a bare insert, {name} p{share * 100:g}", ratio, note=milliseconds
            )
    del app


def _balance(data: Path) -> Iterator[Figure]:
    from projectie.credits.balance import balance_of
    from projectie.database import db

    connection, chosen = sqlite3.connect(_path(data)), random.Random(3)
    session = db.session()

    def bare() -> object:
        query = "SELECT balance_after FROM ledger_entry WHERE organisation_id = ? ORDER BY id DESC LIMIT 1"
        return connection.execute(query, (chosen.randrange(1, 200),)).fetchone()

    ours, theirs = side_by_side(lambda: balance_of(session, chosen.randrange(1, 200)), bare, 300)
    note = f"{median(ours) * 1e6:.0f} µs of CPU"
    yield Figure(
        "balance among all entries against its bare statement", median(ours) / median(theirs), note=note
    )


def _check(data: Path) -> Iterator[Figure]:
    from projectie.credits.check import wrong_entries, wrong_removals
    from projectie.database import db
    from projectie.work.checking import wrong_charges

    session = db.session()

    def check() -> None:
        assert not [*wrong_entries(session), *wrong_removals(session), *wrong_charges(session)]

    def bare() -> None:
        rows = sqlite3.connect(_path(data)).execute("SELECT * FROM ledger_entry ORDER BY organisation_id, id")
        for row in rows:
            hashlib.sha256(repr(row).encode()).hexdigest()

    ours, theirs = cpu(check), cpu(bare)
    yield Figure(
        "credits check against reading and hashing every row", ours / theirs, note=f"{ours:.1f} s of CPU"
    )


def _booker() -> Callable[[], object]:
    from projectie.clock.now import now
    from projectie.database import db
    from projectie.people.models import Person, Role
    from projectie.terms.in_force import today
    from projectie.tickets.columns import OPEN
    from projectie.tickets.models import Ticket
    from projectie.work.booking import book
    from projectie.work.judging import Wanted

    open_ones = select(Ticket.number).where(Ticket.column.in_(OPEN), Ticket.service == "website")
    numbers, chosen = list(db.session.scalars(open_ones)), random.Random(5)
    by = db.session.scalars(select(Person).where(Person.role == Role.STAFF).limit(1)).one()
    day = today(db.session(), now())
    key = iter(range(10**9))

    def booked() -> object:
        wanted = Wanted(by.id, day, 7, undecided_too=True)
        return book(chosen.choice(numbers), wanted, f"bench-{os.getpid()}-{next(key)}", by, now())

    return booked


def _bare_insert(path: Path) -> Callable[[], object]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS bare_line (id INTEGER PRIMARY KEY, client INTEGER, credits INTEGER, why TEXT)"
    )

    def bare() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare_line (client, credits, why) VALUES (1, -1, 'work')")
        connection.execute("COMMIT")

    return bare


def _fill(wanted: int) -> None:
    """Let every client buy and use credits until there are so many entries, each chained to the one before."""
    from projectie.credits.models import EntryKind, LedgerEntry
    from projectie.database import transaction

    with transaction() as session:
        have = session.execute(select(func.count(LedgerEntry.id), func.max(LedgerEntry.id))).one()
        newest = select(func.max(LedgerEntry.id)).group_by(LedgerEntry.organisation_id)
        last = {
            row.organisation_id: row
            for row in session.scalars(select(LedgerEntry).where(LedgerEntry.id.in_(newest)))
        }
        state = {client: (row.balance_after, row.hash, row.at, row.day) for client, row in last.items()}
        clients, rows = sorted(state), list[dict[str, Any]]()
        for number in range(have[1] + 1, have[1] + 1 + max(wanted - have[0], 0)):
            kind = EntryKind.TOP_UP if number % 9 == 0 else EntryKind.CHARGE
            rows.append(_line(number, clients[number % len(clients)], kind, state))
            if len(rows) == BATCH:
                session.execute(insert(LedgerEntry.__table__), rows)  # type: ignore[arg-type]
                rows.clear()
        if rows:
            session.execute(insert(LedgerEntry.__table__), rows)  # type: ignore[arg-type]


def _line(number: int, client: int, kind: Any, state: dict[int, Any]) -> dict[str, Any]:
    from projectie.credits.chain import Link, hash_after

    balance, before, at, day = state[client]
    credits_ = 20 if number % 9 == 0 else -(1 + number % 4)
    link = Link(
        client,
        kind.value,
        credits_,
        balance + credits_,
        day,
        2250,
        1,
        None,
        None,
        None,
        at,
        None,
        "bench",
        f"million:{number}",
    )
    hashed = hash_after(before, link)
    state[client] = (link.balance_after, hashed, at, day)
    return {name: getattr(link, name) for name in Link.__slots__} | {
        "id": number,
        "kind": kind,
        "hash": hashed,
    }


def _path(data: Path) -> Path:
    return next(data.glob("*.sqlite*"))
