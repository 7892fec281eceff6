"""The database: the base of all models, time in UTC, and one transaction for one deed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, Insert, MetaData, event, insert
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session, make_transient_to_detached, registry
from sqlalchemy.types import TypeDecorator

from projectie.turns import in_turn

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC going in and coming out, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(members: type[StrEnum]) -> list[str]:
    return [member.value for member in members]


metadata = MetaData(naming_convention=NAMING)


class Base(DeclarativeBase):
    """What every model inherits from."""

    metadata = metadata
    registry = registry(
        metadata=metadata,
        type_annotation_map={
            datetime: UtcDateTime(),
            dict[str, Any]: JSON(),
            list[str]: JSON(),
            list[dict[str, Any]]: JSON(),
            # A checked VARCHAR: PostgreSQL's native enums survive a downgrade.
            StrEnum: Enum(
                StrEnum, native_enum=False, create_constraint=True, length=32, values_callable=_values
            ),
        },
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False})


class MissingError(LookupError):
    """What a deed is about is not there (any more); a door answers as for any invented id: 404."""


@contextmanager
def transaction() -> Iterator[Session]:
    """One deed: everything inside is committed together, or nothing is.

    Ends what was being read, then takes the write lock first (SQLite: BEGIN IMMEDIATE), so that a deed
    never decides on a stale reading and never fails half-way for a lock. Does not nest.
    """
    session = db.session()
    if session.info.get("deed"):
        raise RuntimeError("a deed inside a deed: call its parts, not the deed")
    session.rollback()
    with in_turn(session.get_bind().engine):
        session.info["deed"] = True
        try:
            session.connection(execution_options={"writes": True})
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("deed", None)


V = TypeVar("V")


def once(session: Session, key: object, read: Callable[[], V]) -> V:
    """Return what was read under that key in the transaction that is open, reading it only the first time.

    It is for what holds for everybody and is asked for on every page; a new transaction reads anew, and a deed always,
    for it may be the one that changes it.
    """
    if session.info.get("deed"):
        return read()
    whose, known = session.info.get("once", (None, {}))
    if whose is not None and whose is session.get_transaction() and key in known:
        found: V = known[key]
        return found
    value = read()
    now = session.get_transaction()
    if whose is None or whose is not now:
        known = {}
        session.info["once"] = (now, known)
    known[key] = value
    return value


R = TypeVar("R", bound=Base)


def written(session: Session, row: R) -> R:
    """Insert a new row at once and return it, held by the session as if it had just been read.

    It does for one row what `add` and `flush` do for any number, at half the cost; what it refers to must be
    there already.
    """
    statement, columns, key = _insertion(type(row))
    given = {column: getattr(row, name) for name, column in columns}
    if given[key] is None:
        del given[key]
    done = session.connection().execute(statement, given)
    if key not in given:
        setattr(row, key, done.inserted_primary_key[0])  # type: ignore[index]  # one insert has one
    make_transient_to_detached(row)
    session.add(row)
    return row


@lru_cache
def _insertion(model: type[Base]) -> tuple[Insert, tuple[tuple[str, str], ...], str]:
    """Return the insert of a model, its attributes with their columns, and its key."""
    mapper = model.__mapper__
    columns = tuple((each.key, each.columns[0].key) for each in mapper.column_attrs)
    (key,) = mapper.primary_key
    return insert(model), columns, str(key.key)


def is_sqlite(session: Session) -> bool:
    """Whether this session speaks to SQLite."""
    return session.get_bind().dialect.name == "sqlite"


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    del record
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None  # we begin ourselves, below
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # a commit is on disk before anyone is told
        connection.execute("PRAGMA foreign_keys = ON")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
