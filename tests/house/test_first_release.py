"""From the first released tables up to the newest: a desk as the demo of that day filled it loses nothing.

first_desk.jsonl holds rows of that demo desk, made by that very commit (101eba2): clients, people, terms, a dozen
tickets with their mails, letters and history. A row of a table is one line.
"""

import json
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import JSON, Boolean, Date, DateTime, MetaData, Table, inspect, select

from projectie.clock.now import now
from projectie.commands.invariants.desk import Desk
from projectie.commands.invariants.proof import prove
from projectie.commands.prepare import prepare
from projectie.commands.snapshot import snapshot
from projectie.database import db
from tests.house.test_migrations import REVISIONS, empty

DESK = Path(__file__).with_name("first_desk.jsonl")
BYTES = {"blobs", "mail", "mail_sum"}  # raw mails and attachments of that desk lie nowhere here
_KNOWN = empty  # the fixture


def _rows() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in DESK.read_text("utf-8").splitlines():
        table, row = json.loads(line)
        found[table].append(row)
    return found


def _fill(rows: dict[str, list[dict[str, Any]]]) -> None:
    metadata = MetaData()
    with db.engine.connect().execution_options(writes=True) as connection:
        for name, of_table in rows.items():
            table = Table(name, metadata, autoload_with=connection)
            values = [{key: _typed(table, key, value) for key, value in row.items()} for row in of_table]
            connection.execute(table.insert(), values)
        connection.commit()


def _typed(table: Table, column: str, value: Any) -> Any:
    kind = table.c[column].type
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, JSON):
        return json.loads(value)
    return bool(value) if isinstance(kind, Boolean) else value


def _same(one: Any, other: Any) -> bool:
    """Whether two values say the same; SQLite gives moments without their zone."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one.replace(tzinfo=UTC) == (other if other.tzinfo is None else other.astimezone(UTC)).replace(
            tzinfo=UTC
        )
    return bool(one == other)


def test_a_desk_of_the_first_release_keeps_every_row_and_every_value(empty: Flask) -> None:
    upgrade(revision=REVISIONS[0])
    rows = _rows()
    _fill(rows)
    prepare(empty)
    metadata = MetaData()
    with db.engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
        for name, of_table in rows.items():
            assert name in there, f"what {name} held must be said to be somewhere else: change this test then"
            table = Table(name, metadata, autoload_with=connection)
            key = [column.name for column in table.primary_key]
            kept = {
                tuple(row._mapping[each] for each in key): row._mapping
                for row in connection.execute(select(table))
            }
            for row in of_table:
                values = {
                    column: _typed(table, column, value) for column, value in row.items() if column in table.c
                }
                now_there = kept[tuple(values[each] for each in key)]
                assert set(row) == set(values), name
                for column, value in values.items():
                    assert _same(value, now_there[column]), (name, column)


def test_and_is_sound_by_the_rules_of_today(empty: Flask) -> None:
    upgrade(revision=REVISIONS[0])
    _fill(_rows())
    prepare(empty)
    with snapshot() as session:
        settings = empty.config["SETTINGS"]
        proofs = prove(Desk(session, now(), empty.extensions["projectie.blobs"], settings.data_dir))
    wrong = {name: proof.wrong for name, proof in proofs.items() if not proof.ok and name not in BYTES}
    assert wrong == {}
