"""The database of a desk on PostgreSQL: a file per table, all of one moment, and back in one transaction.

Foreign keys are taken away while tables are filled and put back, proved, before the commit; whoever owns the
tables may do so, and no order among them matters.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from projectie.commands.backup.archive import Read
from projectie.commands.backup.copy import Copied
from projectie.commands.backup.failing import as_of_database
from projectie.commands.named_blobs import NAMED
from projectie.database import db

_READING: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_COLUMNS = """SELECT c.table_name, c.column_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
      AND c.table_name <> 'alembic_version' ORDER BY c.table_name, c.ordinal_position"""
_SEQUENCES = """SELECT sequencename, last_value FROM pg_sequences
    WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY sequencename"""
_FOREIGN_KEYS = """SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2"""


@contextmanager
def copied(folder: Path) -> Iterator[Copied]:
    """Copy every table as it is at one moment; others go on writing meanwhile."""
    with as_of_database(), db.engine.connect().execution_options(**_READING) as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        columns = _columns(connection)
        files = {_name(table): folder / f"{table}.copy" for table in columns}
        for table, names in columns.items():
            _out(connection, table, names, files[_name(table)])
        named = " UNION ".join(
            f"SELECT sha256 FROM {model.__tablename__} WHERE sha256 <> ''"  # noqa: S608 - our own; none: let go of
            for model in NAMED
            if model.__tablename__ in columns
        )
        digests = list(connection.execute(text(f"{named} ORDER BY sha256")).scalars())
        sequences = {row.sequencename: row.last_value for row in connection.execute(text(_SEQUENCES))}
    yield Copied(revision, digests, files, columns, sequences)


def put_back(backup: Read) -> None:
    """Make the tables as they were and fill them, all or nothing."""
    _at_revision(backup.manifest.revision)
    with as_of_database(), db.engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        _fill(connection, backup)
    with (
        suppress(DBAPIError),
        db.engine.connect() as connection,
    ):  # quicker from the start; it is whole already
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _at_revision(revision: str) -> None:
    """Make the tables of that revision; there is nothing in those that are here."""
    from alembic import command
    from sqlalchemy import inspect

    config = current_app.extensions["migrate"].migrate.get_config()
    with db.engine.connect() as connection:
        there = inspect(connection).has_table("alembic_version")
        now = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if there else None
    if now not in {None, revision}:
        command.downgrade(config, "base")
    command.upgrade(config, revision)


def _fill(connection: Connection, backup: Read) -> None:
    columns = backup.manifest.columns
    keys = connection.execute(text(_FOREIGN_KEYS)).all()
    for table, name, _definition in keys:
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    connection.execute(text(f"TRUNCATE {', '.join(map(_quoted, columns))}"))
    for table, names in columns.items():
        connection.execute(text(f"ALTER TABLE {_quoted(table)} DISABLE TRIGGER USER"))
        _in(connection, table, names, backup)
        connection.execute(text(f"ALTER TABLE {_quoted(table)} ENABLE TRIGGER USER"))
    for table, name, definition in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    _count_on(connection, backup.manifest.sequences)


def _count_on(connection: Connection, sequences: Mapping[str, int]) -> None:
    for name, last in sequences.items():
        connection.execute(
            text("SELECT setval(to_regclass(:name), :last)"), {"name": _quoted(name), "last": last}
        )


def _columns(connection: Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(text(_COLUMNS)):
        found.setdefault(table, []).append(column)
    return found


def _out(connection: Connection, table: str, names: list[str], path: Path) -> None:
    with (
        _cursor(connection) as cursor,
        path.open("wb") as file,
        cursor.copy(f"COPY {_listed(table, names)} TO STDOUT") as copy,
    ):
        file.writelines(copy)


def _in(connection: Connection, table: str, names: list[str], backup: Read) -> None:
    with _cursor(connection) as cursor, cursor.copy(f"COPY {_listed(table, names)} FROM STDIN") as copy:
        for chunk in backup.chunks(_name(table)):
            copy.write(chunk)


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()


def _listed(table: str, names: list[str]) -> str:
    return f"{_quoted(table)} ({', '.join(map(_quoted, names))})"


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def _name(table: str) -> str:
    return f"database/{table}.copy"
