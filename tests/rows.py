"""The rows of a PostgreSQL database, remembered and put back: a tenth of the time of copying the database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from psycopg import Connection, sql

_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
)
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_SHAPE = """
SELECT (SELECT md5(string_agg(concat(oid, tgenabled), ',' ORDER BY oid)) FROM pg_trigger),
       (SELECT md5(string_agg(concat(attrelid, relname, attname, atttypid, attnotnull), ',' ORDER BY attrelid, attnum))
        FROM pg_attribute JOIN pg_class ON oid = attrelid WHERE relnamespace = 'public'::regnamespace),
       (SELECT md5(string_agg(concat(oid, convalidated), ',' ORDER BY oid)) FROM pg_constraint),
       (SELECT md5(string_agg(concat(oid, prosrc), ',' ORDER BY oid))
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace)
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """What every table held: of those with rows the bytes to load again and a hash; and where the sequences stood."""

    shape: tuple[Any, ...] = ()
    full: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    sequences: dict[str, int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, connection: Connection) -> Self:
        """Remember how that database is now."""
        tables = [name for (name,) in connection.execute(_TABLES)]
        hashes = _hashes(connection, tables)
        full = {name: (digest, _copy(connection, name)) for name, digest in hashes.items() if digest}
        empty = tuple(name for name in tables if name not in full)
        return cls(_shape(connection), full, empty, _sequences(connection))

    def put_back(self, connection: Connection) -> bool:
        """Put every row and sequence back; whoever else is connected is sent away. False when the tables changed."""
        connection.execute(_OTHERS)
        if not self.shape or _shape(connection) != self.shape:
            return False
        connection.execute("SET LOCAL session_replication_role = replica")  # no trigger, no foreign key
        for name in self._filled(connection):
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
        self._load(connection)
        self._rewind(connection)
        return True

    def _filled(self, connection: Connection) -> list[str]:
        one = "SELECT {} WHERE EXISTS (SELECT FROM {})"
        asked = [sql.SQL(one).format(sql.Literal(name), sql.Identifier(name)) for name in self.empty]
        return [name for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(asked))]

    def _load(self, connection: Connection) -> None:
        for name, digest in _hashes(connection, self.full).items():
            known, rows = self.full[name]
            if digest != known:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
                into = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(name))
                with connection.cursor().copy(into) as copy:
                    copy.write(rows)

    def _rewind(self, connection: Connection) -> None:
        for name, at in _sequences(connection).items():
            if at != (was := self.sequences[name]):
                place = (sql.Identifier(name).as_string(connection), was or 1, was is not None)
                connection.execute("SELECT setval(%s, %s, %s)", place)


def _shape(connection: Connection) -> tuple[Any, ...]:
    return connection.execute(_SHAPE).fetchone() or ()


def _sequences(connection: Connection) -> dict[str, int | None]:
    return dict(connection.execute(_SEQUENCES).fetchall())


def _hashes(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """Return a hash of the rows of each table, empty when it has none."""
    one = sql.SQL("SELECT {}, coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {} t")
    asked = [one.format(sql.Literal(name), sql.Identifier(name)) for name in names]
    return dict(connection.execute(sql.SQL(" UNION ALL ").join(asked)).fetchall())


def _copy(connection: Connection, name: str) -> bytes:
    out = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(name))
    with connection.cursor().copy(out) as copy:
        return b"".join(bytes(part) for part in copy)
