"""The ledger at 1,000,000 entries: balance, page, posting, against bare statements in the same database."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask

from benchmarks.desks import opened, seeded
from benchmarks.measure import Figure, cpu, median, percentile, side_by_side, wall
from projectie.credits.balance import balance_of
from projectie.credits.entries import Asked, page_of
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import db, transaction
from projectie.people.models import Organisation, Person, Role

ENTRIES, CLIENTS = 1_000_000, 200
ZONE = ZoneInfo("Europe/Amsterdam")
AT = datetime(2020, 1, 6, 9, tzinfo=UTC)
DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
COLUMNS = (
    "id, organisation_id, kind, credits, balance_after, day, price_cents, terms_number, at, why, key, hash"
)
LEDGER = (
    "SELECT e.id, e.at, e.day, e.kind, e.credits, e.balance_after, e.price_cents, e.ticket_number, t.subject, e.why, "
    "p.name FROM ledger_entry e LEFT JOIN ticket t ON t.number = e.ticket_number LEFT JOIN person p ON p.id = e.by_id "
    "WHERE e.organisation_id = ? ORDER BY e.id DESC LIMIT 51"
)
BALANCE = "SELECT balance_after FROM ledger_entry WHERE organisation_id = ? ORDER BY id DESC LIMIT 1"
INSERT = f"INSERT INTO ledger_entry ({COLUMNS[4:]}) VALUES (?, 'charge', -1, 0, ?, 2250, 1, ?, '', ?, ?)"


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the cost of reading and posting as ratios to the bare statements."""
    app = opened(_filled(folder))
    with app.app_context():
        bare = sqlite3.connect(app.config["SETTINGS"].data_dir / "projectie.sqlite", isolation_level=None)
        bare.execute("PRAGMA synchronous = FULL")
        client = db.session.query(Organisation.id).order_by(Organisation.id).offset(7).limit(1).scalar()
        reader = db.session.query(Person).filter(Person.role == Role.MANAGER).limit(1).one_or_none()
        reader = reader or db.session.query(Person).filter(Person.role == Role.STAFF).limit(1).one()
        yield from _reads(bare, client, reader)
        yield from _posts(app, bare, client)


def _reads(bare: sqlite3.Connection, client: int, reader: Person) -> Iterator[Figure]:
    session = db.session()
    ours, theirs = side_by_side(
        lambda: balance_of(session, client), lambda: bare.execute(BALANCE, (client,)).fetchall(), 400
    )
    yield Figure("balance at 1,000,000 entries: ms", 1000 * median(ours), unit="ms")
    yield Figure("  against a bare select", median(ours) / median(theirs))
    ours, theirs = side_by_side(
        lambda: page_of(session, reader, client, Asked(), ZONE),
        lambda: bare.execute(LEDGER, (client,)).fetchall(),
        300,
    )
    yield Figure("page of the ledger: ms, p50", 1000 * median(ours), unit="ms")
    yield Figure("page of the ledger: ms, p99", 1000 * percentile(ours, 0.99), unit="ms")
    yield Figure("  against a bare select", median(ours) / median(theirs))
    deep = [cpu(lambda: page_of(session, reader, client, Asked(), ZONE, 90)) for _ in range(100)]
    yield Figure("  page 90 against the first", median(deep) / median(ours))


def _posts(app: Flask, bare: sqlite3.Connection, client: int) -> Iterator[Figure]:
    del app
    count = iter(range(10_000_000))

    def ours() -> None:
        with transaction() as session:
            post(session, Posting(client, EntryKind.CHARGE, -1, DAY, f"bench:{next(count)}"), NOW)

    def theirs() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute(INSERT, (client + 1, str(DAY), str(NOW), f"bare:{next(count)}", "0" * 64))
        bare.execute("COMMIT")

    db.session.rollback()
    ours_, theirs_ = side_by_side(ours, theirs, 300, wall)
    yield Figure("posting: ms, p50", 1000 * median(ours_), unit="ms")
    yield Figure("posting: ms, p99", 1000 * percentile(ours_, 0.99), unit="ms")
    yield Figure("  against a bare insert and commit, p50", median(ours_) / median(theirs_))
    yield Figure("  p99", percentile(ours_, 0.99) / percentile(theirs_, 0.99))


def _filled(folder: Path) -> Path:
    """Return a desk with a million entries, filled by bare statements: it is the reading that is measured."""
    data = folder / f"ledger-{ENTRIES}"
    if not (data / "filled").exists():
        shutil.copytree(seeded(folder, 1000), data, dirs_exist_ok=True)
        bare = sqlite3.connect(data / "projectie.sqlite")
        clients = [
            row[0] for row in bare.execute("SELECT id FROM organisation ORDER BY id LIMIT ?", (CLIENTS,))
        ]
        first = bare.execute("SELECT coalesce(max(id), 0) FROM ledger_entry").fetchone()[0] + 1
        marks = ", ".join("?" * 12)
        bare.executemany(f"INSERT INTO ledger_entry ({COLUMNS}) VALUES ({marks})", _rows(first, clients))
        bare.execute("ANALYZE")
        bare.commit()
        bare.close()
        (data / "filled").touch()
    return data


def _rows(first: int, clients: list[int]) -> Iterator[tuple[object, ...]]:
    for place in range(ENTRIES):
        at = AT + timedelta(minutes=3 * place)
        client, kind = clients[place % len(clients)], "top_up" if place % 7 == 0 else "charge"
        credits_ = 20 if kind == "top_up" else -3
        key, digest = f"fill:{place}", f"{place:064d}"
        said = (client, kind, credits_, place % 90, str(at.date()), 2250, 1, str(at)[:19] + ".000000")
        yield (first + place, *said, "Kleine wijzigingen", key, digest)
